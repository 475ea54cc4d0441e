using FlowActors.Serialization;

namespace FlowActors.Tests.Serialization;

/// <summary>The round trip through bytes.</summary>
internal static class Trip
{
    public static byte[] Bytes<T>(T value) => Bytes(SerializerRegistry.Default.Get<T>(), value);

    public static byte[] Bytes<T>(TypeSerializer<T> serializer, T value)
    {
        var writer = new ByteWriter(0);
        serializer.Serialize(writer, value);
        return writer.WrittenSpan.ToArray();
    }

    public static T Read<T>(TypeSerializer<T> serializer, byte[] bytes)
    {
        var reader = new ByteReader(bytes);
        var value = serializer.Deserialize(ref reader);
        Assert.Equal(0, reader.Remaining);
        return value;
    }

    public static T Through<T>(T value)
    {
        var serializer = SerializerRegistry.Default.Get<T>();
        return Read(serializer, Bytes(serializer, value));
    }
}

/// <summary>The record of the benchmarks.</summary>
public record Order(long Id, int Quantity, double Price, string Customer, DateTime Placed, bool Express);
