using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>
/// Hashes that never change: stored state is split by them. Numbers hash as in Java, so that they spread over key groups as
/// in Flink; the key group's murmur mixes them.
/// </summary>
internal static class StableHashes
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const ulong Prime = 0xA076_1D64_78BD_642F;
    private const ulong Last = 0xE703_7ED1_A0B4_28DB;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(long value) => (int)(value ^ (value >>> 32));

    public static int Of(UInt128 value) => Combine(Of((long)(ulong)(value >> 64)), Of((long)(ulong)value));

    /// <summary>Joins the hash of the parts so far with that of the next; the order counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Combine(int hash, int next)
    {
        var k = BitOperations.RotateLeft((uint)next * 0xCC9E_2D51, 15) * 0x1B87_3593;
        return (int)((BitOperations.RotateLeft((uint)hash ^ k, 13) * 5) + 0xE654_6B64);
    }

    /// <summary>Four characters at a time: multiplied to 128 bits and folded.</summary>
    public static int Of(string text)
    {
        var chars = text.AsSpan();
        var hash = Seed ^ ((ulong)text.Length * Prime);
        while (chars.Length >= 4)
        {
            hash = Fold(hash ^ Four(chars), Prime);
            chars = chars[4..];
        }

        var tail = 0UL;
        for (var i = 0; i < chars.Length; i++) tail |= (ulong)chars[i] << (16 * i);
        return Of((long)Fold(Fold(hash ^ tail, Last), Prime));
    }

    private static ulong Four(ReadOnlySpan<char> chars) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt64LittleEndian(MemoryMarshal.AsBytes(chars))
        : chars[0] | ((ulong)chars[1] << 16) | ((ulong)chars[2] << 32) | ((ulong)chars[3] << 48);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y) => Math.BigMul(x, y, out var low) ^ low;
}
