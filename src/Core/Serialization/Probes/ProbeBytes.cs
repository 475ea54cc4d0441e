namespace FlowActors.Serialization;

/// <summary>Values that are made up, by way of their bytes.</summary>
internal static class ProbeBytes
{
    public static T MakeUp<T>(this TypeSerializer<T> serializer, Probe probe)
    {
        var writer = new ByteWriter();
        serializer.WriteProbe(writer, probe);
        var reader = new ByteReader(writer.WrittenSpan);
        return serializer.Deserialize(ref reader);
    }

    public static byte[] BytesOf<T>(this TypeSerializer<T> serializer, T value)
    {
        var writer = new ByteWriter();
        serializer.Serialize(writer, value);
        return writer.WrittenSpan.ToArray();
    }
}
