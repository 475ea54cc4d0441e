using System.Buffers.Binary;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>Hand-written bytes of a reading: four little-endian longs.</summary>
internal static class ReadingCodec
{
    public const int Bytes = 32;

    public static void Write(Span<byte> target, in Reading reading)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, reading.Key);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], reading.Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], reading.A);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], reading.B);
    }

    public static Reading Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64LittleEndian(source),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
}
