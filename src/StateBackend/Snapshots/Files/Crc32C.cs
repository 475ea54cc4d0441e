using System.Buffers.Binary;
using System.Numerics;

namespace FlowActors.State.Snapshots.Files;

/// <summary>The checksum of Castagnoli's polynomial, which processors compute: any error within 32 bits in a row changes it.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> bytes) => Of(bytes, []);

    /// <summary>That of the second bytes behind the first.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => ~Append(Append(uint.MaxValue, first), second);

    private static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var next in bytes) state = BitOperations.Crc32C(state, next);
        return state;
    }
}
