using System.Collections.Immutable;
using CsCheck;
using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

public sealed class CorruptInputTests
{
    [Fact]
    public void Truncated_bytes_are_refused_at_every_length()
    {
        var serializer = SerializerRegistry.Default.Get<Everything>();
        var bytes = Trip.Bytes(serializer, Everything.Sample);
        for (var length = 0; length < bytes.Length; length++)
        {
            var start = bytes[..length];
            Assert.Throws<SerializationException>(() => Trip.Read(serializer, start));
        }
    }

    [Fact]
    public void Numbers_in_a_refusal_are_written_in_the_same_way_on_every_machine()
    {
        using var here = new OtherCulture();
        var e = Assert.Throws<SerializationException>(() => new ByteReader(new byte[2000]).ReadBytes(3000));
        Assert.Contains("3,000 needed at position 0 of 2,000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_bytes_give_a_value_or_a_refusal()
    {
        var serializer = SerializerRegistry.Default.Get<Everything>();
        var bytes = Trip.Bytes(serializer, Everything.Sample);
        Seeded.Check(
            Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte, Gen.Int[0, bytes.Length - 1], Gen.Byte),
            change =>
            {
                var changed = bytes.ToArray();
                changed[change.Item1] = change.Item2;
                changed[change.Item3] = change.Item4;
                ReadOrRefuse(serializer, changed);
            },
            iterations: 20_000);
    }

    [Fact]
    public void Random_bytes_give_a_value_or_a_refusal_and_never_a_large_allocation()
    {
        ReadOrRefuse(SerializerRegistry.Default.Get<Everything>(), []);
        Random<Everything>();
        Random<List<Everything>>();
        Random<Dictionary<string, int[][]>>();
        Random<ImmutableHashSet<string>>();
        Random<List<(decimal, DateTimeOffset, string)>>();
        Random<HashSet<long>>();
        Random<byte[]>();
        Random<Queue<Guid?>>();
    }

    [Fact]
    public void Random_bytes_are_a_key_or_refused()
    {
        RandomKey<string>();
        RandomKey<decimal>();
        RandomKey<(string?, double, Guid?)>();
        RandomKey<(DateTime, DateTimeOffset, DateOnly, TimeOnly)>();
        RandomKey<Version>();
        RandomKey<bool>();
    }

    [Fact]
    public void A_count_beyond_the_bytes_allocates_nothing()
    {
        var writer = new ByteWriter();
        writer.WriteVarUInt32(int.MaxValue);
        writer.WriteBytes(new byte[100]);
        var bytes = writer.WrittenSpan.ToArray();
        AssertRefusedCheaply<long[]>(bytes);
        AssertRefusedCheaply<List<Guid>>(bytes);
        AssertRefusedCheaply<string>(bytes);
        AssertRefusedCheaply<Dictionary<int, int>>(bytes);
        AssertRefusedCheaply<HashSet<int>>(bytes);
        AssertRefusedCheaply<System.Numerics.BigInteger>(bytes);
    }

    [Fact]
    public void A_varint_of_too_many_bits_is_refused()
    {
        Assert.Throws<SerializationException>(() => new ByteReader([0xFF, 0xFF, 0xFF, 0xFF, 0x7F]).ReadVarUInt32());
        Assert.Throws<SerializationException>(() => new ByteReader([.. Enumerable.Repeat((byte)0xFF, 11)]).ReadVarUInt64());
    }

    private static void AssertRefusedCheaply<T>(byte[] bytes)
    {
        var serializer = SerializerRegistry.Default.Get<T>();
        Assert.Throws<SerializationException>(() => Trip.Read(serializer, bytes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<SerializationException>(() => Trip.Read(serializer, bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    private static void Random<T>()
    {
        var serializer = SerializerRegistry.Default.Get<T>();
        ReadOrRefuse(serializer, [5, 1, 2, 3]);
        Seeded.Check(Gen.Byte.Array[0, 200], bytes =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            ReadOrRefuse(serializer, bytes);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        });
    }

    private static void RandomKey<T>()
    {
        var serializer = SerializerRegistry.Default.GetKey<T>();
        Seeded.Check(Gen.OneOf(Gen.Byte[0, 3], Gen.Byte).Array[0, 40], bytes => ReadOrRefuse(serializer, bytes));
    }

    private static void ReadOrRefuse<T>(TypeSerializer<T> serializer, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        try
        {
            serializer.Deserialize(ref reader);
        }
        catch (SerializationException e)
        {
            Assert.NotEmpty(e.Message);
        }

        Assert.InRange(reader.Position, 0, bytes.Length);
    }
}
