using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>The rules for the keys of one operator of one subtask: their canonical form, and which of them live here.</summary>
internal sealed class KeyRules<TKey>(string operatorName, KeySerializer<TKey> keys, KeyGroupRange groups, int maxParallelism)
{
    private const string AnotherKey =
        "The key selector gave another key for the same record before: it must give the same key each time, so it must not depend " +
        "on the time, a random number or anything else outside the record, and must not change the record.";

    private readonly bool _normalize = keys.NeedsNormalization;

    public string OperatorName => operatorName;

    public KeySerializer<TKey> Keys => keys;

    /// <summary>The key groups that live here.</summary>
    public KeyGroupRange Groups => groups;

    public int MaxParallelism => maxParallelism;

    /// <summary>The canonical form of a key.</summary>
    /// <param name="key">As the caller has it.</param>
    /// <param name="state">The state that is asked, for the message; null for none.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TKey Prepare(TKey key, string? state)
    {
        // The first half spares boxing where the JIT does not optimize.
        if (default(TKey) is null && key is null) ThrowNullKey(key, state);
        return _normalize ? keys.Normalize(key) : key;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Hash(TKey key) => KeyTraits<TKey>.Hash(keys, key);

    public int GroupOf(int hash) => KeyGroups.Assign(hash, maxParallelism);

    /// <summary>
    /// Refuses a key that another subtask owns, or whose hash is not the one that its record was partitioned by. A table asks before it
    /// adds a key, which is the only time that a key whose hash came along is hashed again.
    /// </summary>
    public void CheckNew(TKey key, int hash, string state)
    {
        if (Hash(key) != hash) ThrowAnotherKey(state);
        var group = GroupOf(hash);
        if (!groups.Contains(group)) ThrowNotOwned(group, state);
    }

    /// <summary>Refuses a key group that does not live here.</summary>
    public void CheckGroup(int keyGroup, string state)
    {
        if (groups.Contains(keyGroup)) return;
        throw new ArgumentOutOfRangeException(
            nameof(keyGroup), keyGroup, $"State '{state}' of operator '{operatorName}' holds the key groups {groups} only.");
    }

    [DoesNotReturn]
    private void ThrowNullKey(TKey? key, string? state) => throw new ArgumentNullException(
        nameof(key),
        $"The key is null{(state is null ? "" : $" in a call of state '{state}'")} of operator '{operatorName}'. Keyed state " +
        "belongs to a key: leave out records without one before KeyBy, or map the missing key to a value of its own.");

    // The key itself is left out of both: it is a part of a record, which may be secret.
    [DoesNotReturn]
    private void ThrowNotOwned(int group, string state) => throw new InvalidOperationException(
        $"A key of state '{state}' of operator '{operatorName}' belongs to key group {group} of {maxParallelism}, but this subtask " +
        $"owns the groups {groups}. {AnotherKey} Or the stream was taken as keyed by ReinterpretAsKeyed and is not partitioned by that key.");

    [DoesNotReturn]
    private void ThrowAnotherKey(string state) => throw new InvalidOperationException(
        $"A key of state '{state}' of operator '{operatorName}' is not the one that its record was sent by. {AnotherKey}");
}
