using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State;

/// <summary>A table of values by key, addressed directly instead of by the key at hand.</summary>
/// <typeparam name="TKey">The keys.</typeparam>
/// <typeparam name="TValue">The values.</typeparam>
public abstract class StateTable<TKey, TValue>
{
    /// <summary>The number of keys.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// The place of the key's value, made with the type's default when there was none. The place may be written until the next
    /// call of any state of this operator, user code that may call one included, and counts as written.
    /// </summary>
    /// <param name="key">Not null.</param>
    /// <param name="exists">Whether the key had a value.</param>
    public abstract ref TValue GetOrAdd(TKey key, out bool exists);

    /// <summary>As <see cref="GetOrAdd(TKey, out bool)"/>, for a caller that knows the key's stable hash already.</summary>
    /// <param name="key">Not null.</param>
    /// <param name="stableHash">What the key serializer gives for the canonical key.</param>
    /// <param name="exists">Whether the key had a value.</param>
    /// <exception cref="InvalidOperationException">The key is new here, and the hash is that of another key.</exception>
    public abstract ref TValue GetOrAdd(TKey key, int stableHash, out bool exists);

    /// <summary>The key's value; counts as a write when the type is mutable.</summary>
    public abstract bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value);

    /// <summary>Removes the key; false when it was not there.</summary>
    public abstract bool Remove(TKey key);

    /// <summary>All entries of one key group, in the order of the keys' bytes. Keys must neither come nor go meanwhile.</summary>
    public abstract IEnumerable<KeyValuePair<TKey, TValue>> Entries(int keyGroup);
}
