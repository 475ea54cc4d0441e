using System.Runtime.CompilerServices;
using FlowActors.Serialization;

namespace FlowActors.State.Memory.Timers;

/// <summary>Whose a timer is: what a slot holds besides the time.</summary>
internal interface ITimerItem<TKey, TNamespace, TSelf>
    where TSelf : struct
{
    TKey Key { get; }

    TNamespace Namespace { get; }

    static abstract TSelf Of(TKey key, int hash, TNamespace ns);

    /// <summary>The stable hash of the key.</summary>
    int Hash(KeySerializer<TKey> keys);
}

/// <summary>A key that is hashed in less time than it takes to keep its hash, without a namespace: 16 bytes with the time.</summary>
internal readonly struct PlainItem<TKey, TNamespace> : ITimerItem<TKey, TNamespace, PlainItem<TKey, TNamespace>>
{
    private PlainItem(TKey key) => Key = key;

    public TKey Key { get; }

    public TNamespace Namespace => default!;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PlainItem<TKey, TNamespace> Of(TKey key, int hash, TNamespace ns) => new(key);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Hash(KeySerializer<TKey> keys) => KeyTraits<TKey>.Hash(keys, Key);
}

/// <summary>Any key, with its hash, and a namespace.</summary>
internal readonly struct FullItem<TKey, TNamespace> : ITimerItem<TKey, TNamespace, FullItem<TKey, TNamespace>>
{
    private readonly int _hash;

    private FullItem(TKey key, int hash, TNamespace ns)
    {
        Key = key;
        Namespace = ns;
        _hash = hash;
    }

    public TKey Key { get; }

    public TNamespace Namespace { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FullItem<TKey, TNamespace> Of(TKey key, int hash, TNamespace ns) => new(key, hash, ns);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Hash(KeySerializer<TKey> keys) => _hash;
}
