namespace FlowActors.Serialization;

/// <summary>Values by way of their bytes.</summary>
internal static class ProbeBytes
{
    /// <summary>A value that is made up.</summary>
    public static object? MakeUp(this TypeSerializer serializer, Probe probe)
    {
        var writer = new ByteWriter();
        serializer.WriteProbe(writer, probe);
        var reader = new ByteReader(writer.WrittenSpan);
        return serializer.ReadObject(ref reader);
    }

    /// <summary>A value that is made up.</summary>
    public static T MakeUp<T>(this TypeSerializer<T> serializer, Probe probe) => (T)MakeUp((TypeSerializer)serializer, probe)!;

    /// <summary>The same value once more, with nothing in common with the one that is there.</summary>
    public static object? Copy(this TypeSerializer serializer, object? value)
    {
        var reader = new ByteReader(serializer.BytesOf(value));
        return serializer.ReadObject(ref reader);
    }

    public static byte[] BytesOf(this TypeSerializer serializer, object? value)
    {
        var writer = new ByteWriter();
        serializer.WriteObject(writer, value);
        return writer.WrittenSpan.ToArray();
    }
}
