using System.Diagnostics.CodeAnalysis;
using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// The keyed state of one operator of one subtask. Two backends serve this contract, in memory and on RocksDB; operators
/// cannot tell them apart. Used on the subtask's thread only.
/// </summary>
/// <remarks>
/// Values have two forms, as objects and as bytes (by the table's serializer); when which is used is the backend's business.
/// A snapshot freezes what is dirty at the barrier while processing goes on: nothing in this contract hands out a value that
/// the backend could not notice being changed, which is why a table gives references only until its next call, and why
/// reading a value of a mutable type counts as a write.
/// </remarks>
/// <typeparam name="TKey">The keys.</typeparam>
public interface IKeyedStateBackend<TKey> : IKeyedStateStore, IDisposable
{
    /// <summary>How keys are encoded, hashed and compared.</summary>
    KeySerializer<TKey> KeySerializer { get; }

    /// <summary>The key groups that live here.</summary>
    KeyGroupRange KeyGroups { get; }

    /// <summary>The key that all keyed states refer to from now on.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    TKey CurrentKey { get; set; }

    /// <summary>Sets <see cref="CurrentKey"/> to the key of a record whose sender computed a key and its stable hash too.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    /// <exception cref="InvalidOperationException">The hash is that of another key: the key selector gives what it likes.</exception>
    void SetCurrentKey(TKey key, int stableHash);

    /// <summary>
    /// The table of that name: what the built-in operators fold into, with one look-up for each record.
    /// </summary>
    /// <exception cref="InvalidOperationException">The name is taken by a state of another kind or type.</exception>
    StateTable<TKey, TValue> GetTable<TValue>(ValueStateDescriptor<TValue> descriptor);
}

/// <summary>A table of values by key, addressed directly instead of by the current key.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
public abstract class StateTable<TKey, TValue>
{
    /// <summary>The number of keys.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The place of the key's value, made with the type's default when there was none. The place may be written until the
    /// next call of any member of this backend, and counts as written.
    /// </summary>
    /// <param name="key">Not null.</param>
    /// <param name="exists">Whether the key had a value.</param>
    public abstract ref TValue GetOrAdd(TKey key, out bool exists);

    /// <summary>As <see cref="GetOrAdd(TKey, out bool)"/>, for a caller that knows the key's stable hash already.</summary>
    /// <param name="key">Not null.</param>
    /// <param name="stableHash">What the key serializer gives for the normalised key.</param>
    /// <param name="exists">Whether the key had a value.</param>
    /// <exception cref="InvalidOperationException">The key is new here, and the hash is that of another key.</exception>
    public virtual ref TValue GetOrAdd(TKey key, int stableHash, out bool exists) => ref GetOrAdd(key, out exists);

    /// <summary>The key's value; counts as a write when the type is mutable.</summary>
    public abstract bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Removes the key; false when it was not there.</summary>
    public abstract bool Remove(TKey key);

    /// <summary>
    /// All entries of one key group, in no order that may be relied on; the table must not be changed meanwhile.
    /// </summary>
    public abstract IEnumerable<KeyValuePair<TKey, TValue>> Entries(int keyGroup);
}
