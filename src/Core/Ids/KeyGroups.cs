using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors;

/// <summary>
/// Flink's rules for key groups: which group a key belongs to, which subtask owns a group, and how many groups a job has
/// when nobody says (<c>KeyGroupRangeAssignment</c> in Apache Flink).
/// </summary>
public static class KeyGroups
{
    /// <summary>The smallest max parallelism that is chosen by default.</summary>
    public const int DefaultMaxParallelismLowerBound = 128;

    /// <summary>The greatest max parallelism there is: a key group takes two bytes in a stored key, sign bit unused.</summary>
    public const int MaxParallelismUpperBound = 32768;

    /// <summary>The group of a key, from its stable hash.</summary>
    /// <param name="stableHash">The key's hash; the same in every process.</param>
    /// <param name="maxParallelism">The number of key groups, 1 to 32,768.</param>
    /// <returns>0 to <paramref name="maxParallelism"/> - 1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Assign(int stableHash, int maxParallelism) => Murmur(stableHash) % maxParallelism;

    /// <summary>The subtask that owns a key group.</summary>
    public static int OwnerOf(int keyGroup, int maxParallelism, int parallelism) => keyGroup * parallelism / maxParallelism;

    /// <summary>The groups that a subtask owns.</summary>
    public static KeyGroupRange RangeOf(int subtask, int maxParallelism, int parallelism) => new(
        ((subtask * maxParallelism) + parallelism - 1) / parallelism,
        (((subtask + 1) * maxParallelism) - 1) / parallelism);

    /// <summary>
    /// 1.5 times the parallelism, rounded up to a power of two, at least 128 and at most 32,768.
    /// </summary>
    public static int DefaultMaxParallelism(int parallelism) => Math.Clamp(
        (int)BitOperations.RoundUpToPowerOf2((uint)(parallelism + (parallelism / 2))),
        DefaultMaxParallelismLowerBound,
        MaxParallelismUpperBound);

    /// <summary>Murmur3 of four bytes with seed 0, made non-negative as Flink does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Murmur(int code)
    {
        var hash = (uint)code * 0xCC9E2D51;
        hash = BitOperations.RotateLeft(hash, 15) * 0x1B873593;
        hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
        hash ^= 4;
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        hash ^= hash >> 13;
        hash *= 0xC2B2AE35;
        hash ^= hash >> 16;
        // The absolute value, and 0 for the one number that has none; without a branch, which would be mispredicted half the time.
        var sign = (int)hash >> 31;
        return (((int)hash ^ sign) - sign) & int.MaxValue;
    }

    /// <summary>As <see cref="Murmur(int)"/>, of many codes at once and in their place.</summary>
    internal static void Murmur(Span<int> codes)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<uint>>(codes);
        foreach (ref var vector in vectors)
        {
            var hash = vector * 0xCC9E2D51;
            hash = RotateLeft(hash, 15) * 0x1B873593;
            hash = (RotateLeft(hash, 13) * 5) + new Vector<uint>(0xE6546B64);
            hash ^= new Vector<uint>(4);
            hash ^= hash >>> 16;
            hash *= 0x85EBCA6B;
            hash ^= hash >>> 13;
            hash *= 0xC2B2AE35;
            hash ^= hash >>> 16;
            var sign = Vector.AsVectorInt32(hash) >> 31;
            vector = Vector.AsVectorUInt32(((Vector.AsVectorInt32(hash) ^ sign) - sign) & new Vector<int>(int.MaxValue));
        }

        foreach (ref var code in codes[(vectors.Length * Vector<uint>.Count)..]) code = Murmur(code);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> RotateLeft(Vector<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));
}
