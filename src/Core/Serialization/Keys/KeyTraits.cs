using System.Runtime.CompilerServices;

namespace FlowActors.Serialization;

/// <summary>What is known of a key type without asking its serializer; the JIT turns each answer into a constant.</summary>
internal static class KeyTraits<TKey>
{
    /// <summary>
    /// Whether the type's own Equals says of two normalised keys what their bytes say. Others are compared by the
    /// serializer: DateTime.Equals leaves out the kind, and a user's struct may say anything.
    /// </summary>
    public static bool EqualsAsBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TKey) == typeof(long) || typeof(TKey) == typeof(int) || typeof(TKey) == typeof(ulong)
            || typeof(TKey) == typeof(uint) || typeof(TKey) == typeof(short) || typeof(TKey) == typeof(ushort)
            || typeof(TKey) == typeof(sbyte) || typeof(TKey) == typeof(byte) || typeof(TKey) == typeof(char)
            || typeof(TKey) == typeof(bool) || typeof(TKey) == typeof(double) || typeof(TKey) == typeof(float)
            || typeof(TKey) == typeof(Guid) || typeof(TKey).IsEnum;
    }

    /// <summary>
    /// Whether a key is known at a glance: it has one form only, cannot be null, and is hashed in less time than it takes to carry its
    /// hash along.
    /// </summary>
    public static bool IsPlain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(TKey) == typeof(long) || typeof(TKey) == typeof(int);
    }

    /// <summary>The stable hash of a normalised key; the two most frequent key types without a virtual call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hash(KeySerializer<TKey> keys, TKey key)
    {
        if (typeof(TKey) == typeof(long)) return StableHashes.Of(Unsafe.BitCast<TKey, long>(key));
        if (typeof(TKey) == typeof(int)) return Unsafe.BitCast<TKey, int>(key);
        return keys.StableHash(key);
    }

    /// <summary>
    /// What is multiplied to find a key's slot: all 64 bits of a long, because many longs may share a stable hash.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Spread(TKey key, int hash) =>
        typeof(TKey) == typeof(long) ? Unsafe.BitCast<TKey, ulong>(key) : (uint)hash;
}
