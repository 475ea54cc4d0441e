using System.Buffers.Binary;
using System.Numerics;

namespace FlowActors.Serialization;

/// <summary>
/// CRC-32C (Castagnoli): the processor's instruction computes it, and it finds every change of up to three bits and every run of
/// up to 32, so that no single byte changes unseen. A mutable value; <c>default</c> is not its beginning, <see cref="Begin"/> is.
/// </summary>
internal struct Crc32C
{
    private uint _state;

    /// <summary>Of no bytes yet.</summary>
    public static Crc32C Begin() => new() { _state = uint.MaxValue };

    /// <summary>Of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Of(bytes, []);

    /// <summary>Of the second bytes behind the first.</summary>
    public static uint Of(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var crc = Begin();
        crc.Add(first);
        crc.Add(second);
        return crc.Value;
    }

    /// <summary>The checksum of what was added.</summary>
    public readonly uint Value => ~_state;

    /// <summary>Goes on with these bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes) state = BitOperations.Crc32C(state, value);
        _state = state;
    }
}
