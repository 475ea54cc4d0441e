using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Operators;
using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// The key that the keyed states of one operator refer to, with its hash. The operator sets it before it calls user code for a
/// record or a timer, and clears it after: only in between is there a key.
/// </summary>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed class KeyAtHand<TKey> : UserCall
{
    private readonly KeyRules<TKey> _rules;
    private readonly KeySerializer<TKey> _keys;
    private TKey? _key;
    private long _begun;
    private int _hash;
    private string? _whyNone;

    internal KeyAtHand(KeyRules<TKey> rules)
        : base(rules.OperatorName)
    {
        _rules = rules;
        _keys = rules.Keys;
    }

    /// <summary>The key in its canonical form: that of all keys which have the same bytes.</summary>
    /// <exception cref="InvalidOperationException">There is none at hand.</exception>
    public TKey Key
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Current != 0 ? _key! : ThrowNoKey();
    }

    /// <summary>The key's stable hash, which decides its key group. Computed once, however many states a record touches, unless that is quicker than keeping it.</summary>
    internal int Hash
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => KeyTraits<TKey>.IsPlain ? KeyTraits<TKey>.Hash(_keys, _key!) : _hash;
    }

    /// <summary>From here on this key is at hand, in its canonical form.</summary>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(TKey key)
    {
        if (!KeyTraits<TKey>.IsPlain) key = _rules.Prepare(key, null);
        Put(key, KeyTraits<TKey>.Hash(_keys, key));
    }

    /// <summary>As <see cref="Set(TKey)"/>, for a key that was hashed before: by the sender of its record.</summary>
    /// <param name="key">Not null.</param>
    /// <param name="stableHash">What the key serializer gives for the canonical key. Checked when a state meets the key for the first time.</param>
    /// <exception cref="ArgumentNullException">The key is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(TKey key, int stableHash) => Put(_rules.Prepare(key, null), stableHash);

    /// <summary>As <see cref="Set(TKey)"/>, for the key of the record at hand.</summary>
    /// <param name="key">Not null.</param>
    /// <param name="sent">May bring the hash of it; null where no sender does.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(TKey key, RecordKeyHash? sent)
    {
        if (!KeyTraits<TKey>.IsPlain && sent is not null && sent.TryTake(out var hash)) Set(key, hash);
        else Set(key);
    }

    /// <summary>From here on no key is at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear() => End();

    /// <summary>User code runs that has no key, such as that of a broadcast side: what to say if it touches keyed state; null when it has returned.</summary>
    /// <param name="reason">As sentences.</param>
    internal void NoKeyBecause(string? reason) => _whyNone = reason;

    /// <summary>True while user code runs that has no key of its own, also where it reaches the states of keys one by one.</summary>
    internal bool IsNone => _whyNone is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(TKey key, int hash)
    {
        _key = key;
        if (!KeyTraits<TKey>.IsPlain) _hash = hash;
        // No two calls have the same number: what reads keys notices that its own is over.
        Current = ++_begun;
    }

    [DoesNotReturn]
    private TKey ThrowNoKey() => throw new InvalidOperationException(
        $"Keyed state of operator '{_rules.OperatorName}' was touched while no key is at hand. " + (_whyNone ??
        "Touch it only while a record or a timer of a keyed stream is processed: not in Open or Close, not after the call has returned, " +
        "not after an await, and not from a thread of your own."));
}
