using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class RegistryTests
{
    [Fact]
    public void Many_threads_get_the_same_serializers()
    {
        var registry = new SerializerRegistry();
        var values = new TypeSerializer<Everything>[8];
        var keys = new KeySerializer<(int, string)>[8];
        Parallel.For(0, values.Length, i =>
        {
            values[i] = registry.Get<Everything>();
            keys[i] = registry.GetKey<(int, string)>();
        });
        Assert.All(values, s => Assert.Same(values[0], s));
        Assert.All(keys, s => Assert.Same(keys[0], s));
    }

    [Fact]
    public void A_writer_goes_on_in_the_callers_array_until_it_is_too_small()
    {
        var array = new byte[8];
        var writer = new ByteWriter(array, 4);
        writer.WriteInt32(0x01020304);
        Assert.Same(array, writer.Buffer);
        Assert.Equal([0, 0, 0, 0, 4, 3, 2, 1], array);
        writer.WriteByte(9);
        Assert.NotSame(array, writer.Buffer);
        Assert.Equal([0, 0, 0, 0, 4, 3, 2, 1, 9], writer.WrittenSpan.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Position = -1);
    }

    [Fact]
    public void Varints_survive_at_every_width()
    {
        for (var bits = 0; bits < 64; bits++)
        {
            foreach (var value in new[] { (1UL << bits) - 1, 1UL << bits, ulong.MaxValue >> bits })
            {
                var writer = new ByteWriter(0);
                writer.WriteVarUInt64(value);
                writer.WriteVarUInt32((uint)value);
                writer.WriteVarInt64((long)value);
                writer.WriteVarInt64(-(long)value);
                writer.WriteVarInt32((int)value);
                var reader = new ByteReader(writer.WrittenSpan);
                Assert.Equal(value, reader.ReadVarUInt64());
                Assert.Equal((uint)value, reader.ReadVarUInt32());
                Assert.Equal((long)value, reader.ReadVarInt64());
                Assert.Equal(-(long)value, reader.ReadVarInt64());
                Assert.Equal((int)value, reader.ReadVarInt32());
                Assert.Equal(0, reader.Remaining);
            }
        }
    }

    [Fact]
    public void Strings_of_every_length_survive()
    {
        var writer = new ByteWriter(0);
        var texts = Enumerable.Range(0, 400).SelectMany(n => new[] { new string('a', n), new string('\u20AC', n), new string('\uDC00', n) })
            .Append(new string('\u00E9', 9_000)).ToArray();
        foreach (var text in texts) writer.WriteString(text);
        var reader = new ByteReader(writer.WrittenSpan);
        foreach (var text in texts) Assert.Equal(text, reader.ReadString());
    }
}
