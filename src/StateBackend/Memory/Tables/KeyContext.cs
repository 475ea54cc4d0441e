using System.Diagnostics.CodeAnalysis;
using FlowActors.Serialization;

namespace FlowActors.State.Memory.Tables;

/// <summary>What the states of one operator share: the rules for its keys, and the key at hand.</summary>
internal sealed class KeyContext<TKey>(KeyedStateSettings settings)
{
    private const string AnotherKey =
        "The key selector gave another key for the same record before: it must give the same key each time, so it must not depend " +
        "on the time, a random number or anything else outside the record, and must not change the record.";

    private readonly bool _normalize = settings.Serializers.GetKey<TKey>().NeedsNormalization;
    private TKey? _key;
    private bool _isSet;

    public KeyedStateSettings Settings { get; } = settings;

    public KeySerializer<TKey> Keys { get; } = settings.Serializers.GetKey<TKey>();

    /// <summary>The key at hand, normalised.</summary>
    public TKey Key => _isSet ? _key! : ThrowNoKey();

    /// <summary>Its stable hash; computed once, however many states the record touches.</summary>
    public int Hash { get; private set; }

    public void Set(TKey key)
    {
        if (key is null) ThrowNullKey(key, null);
        _key = Normalize(key);
        Hash = KeyTraits<TKey>.Hash(Keys, _key);
        _isSet = true;
    }

    /// <summary>Sets the key of a record that was partitioned by a key of that hash.</summary>
    public void Set(TKey key, int stableHash)
    {
        Set(key);
        if (Hash != stableHash) ThrowAnotherKey(null);
    }

    public TKey Normalize(TKey key) => _normalize ? Keys.Normalize(key) : key;

    [DoesNotReturn]
    public void ThrowNullKey(TKey? key, string? state) => throw new ArgumentNullException(
        nameof(key),
        $"The key is null{(state is null ? "" : $" in a call of state '{state}'")} of operator '{Settings.OperatorName}'. Keyed state " +
        "belongs to a key: leave out records without one before KeyBy, or map the missing key to a value of its own.");

    /// <summary>
    /// Refuses a key that another subtask owns, or whose hash is not the one that its record was partitioned by; asked whenever
    /// a key is new here.
    /// </summary>
    public void CheckOwned(TKey key, int hash, string state)
    {
        if (KeyTraits<TKey>.Hash(Keys, key) != hash) ThrowAnotherKey(state);
        var group = FlowActors.KeyGroups.Assign(hash, Settings.MaxParallelism);
        if (!Settings.KeyGroups.Contains(group)) ThrowNotOwned(group, state);
    }

    [DoesNotReturn]
    private TKey ThrowNoKey() => throw new InvalidOperationException(
        $"Keyed state of operator '{Settings.OperatorName}' was touched while no key is at hand. Touch it only while a record or a " +
        "timer of a keyed stream is processed, not in Open or Close, and not after an await.");

    // The key itself is left out of both: it is a part of a record, which may be secret.
    [DoesNotReturn]
    private void ThrowNotOwned(int group, string state) => throw new InvalidOperationException(
        $"A key of state '{state}' of operator '{Settings.OperatorName}' belongs to key group {group} of " +
        $"{Settings.MaxParallelism}, but this subtask owns the groups {Settings.KeyGroups}. {AnotherKey}");

    [DoesNotReturn]
    private void ThrowAnotherKey(string? state) => throw new InvalidOperationException(
        $"A key{(state is null ? "" : $" of state '{state}'")} of operator '{Settings.OperatorName}' is not the one that its record was sent by. {AnotherKey}");
}
