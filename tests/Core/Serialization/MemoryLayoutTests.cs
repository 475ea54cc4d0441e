using System.Runtime.InteropServices;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>Structs of numbers are written and read by one copy of memory; the bytes are those of one value after the other.</summary>
public sealed class MemoryLayoutTests
{
    [Fact]
    public void Structs_of_numbers_give_the_same_bytes_together_and_one_by_one()
    {
        Same(Enumerable.Range(0, 100).Select(i => new Plain(i, -i, i * 0.5, (ushort)i, (short)-i, (uint)i)).ToArray(), memory: true);
        Same(Enumerable.Range(0, 100).Select(i => new Fields { A = i, B = -i }).ToArray(), memory: true);
    }

    [Fact]
    public void Structs_with_gaps_other_members_or_computed_properties_are_written_member_by_member()
    {
        Same(Enumerable.Range(0, 100).Select(i => new Gap((byte)i, i)).ToArray(), memory: false);
        Same(Enumerable.Range(0, 100).Select(i => new Flag(i, i % 2 == 0)).ToArray(), memory: false);
        Same(Enumerable.Range(0, 100).Select(i => new Text(i, $"{i}")).ToArray(), memory: false);
        Same(Enumerable.Range(0, 100).Select(i => KeyValuePair.Create((long)i, (long)-i)).ToArray(), memory: false);
    }

    [Fact]
    public void Bytes_that_end_too_early_are_refused()
    {
        var writer = new ByteWriter();
        SerializerRegistry.Default.Get<Fields>().SerializeMany(writer, [new Fields { A = 1, B = 2 }]);
        Assert.Throws<SerializationException>(() =>
        {
            var reader = new ByteReader(writer.WrittenSpan[..^1]);
            SerializerRegistry.Default.Get<Fields>().DeserializeMany(ref reader, new Fields[1]);
        });
    }

    private static void Same<T>(T[] values, bool memory)
        where T : struct
    {
        var serializer = SerializerRegistry.Default.Get<T>();
        var one = new ByteWriter();
        foreach (var value in values) serializer.Serialize(one, value);
        var many = new ByteWriter();
        serializer.SerializeMany(many, values);
        Assert.True(one.WrittenSpan.SequenceEqual(many.WrittenSpan));
        if (memory) Assert.Equal(Marshal.SizeOf<T>() * values.Length, many.Position);

        var read = new T[values.Length];
        var reader = new ByteReader(many.WrittenSpan);
        serializer.DeserializeMany(ref reader, read);
        Assert.Equal(values, read);
        Assert.Equal(0, reader.Remaining);
    }

    private readonly record struct Plain(long A, long B, double C, ushort D, short E, uint F);

    private struct Fields
    {
        public int A;
        public int B;
    }

    private readonly record struct Gap(byte A, long B);

    private readonly record struct Flag(int A, bool B);

    private readonly record struct Text(int A, string B);
}
