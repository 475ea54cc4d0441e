using FlowActors.Serialization;

namespace FlowActors.State.Ttl;

/// <summary>Stores a value with its time before it, in 8 bytes: for backends whose tables are bytes. Snapshots have the two apart.</summary>
internal sealed class TimedSerializer<T>(TypeSerializer<T> values) : TypeSerializer<Timed<T>>, ITimedSerializer
{
    public TypeSerializer Values => values;

    // The time of an element is put anew in its place, whatever the value is.
    public override bool IsImmutable => false;

    public override TypeSchema Schema { get; } = TypeSchema.Custom($"timed {values.Schema.Fingerprint:x16}");

    public override void Serialize(ByteWriter writer, Timed<T> value)
    {
        writer.WriteInt64(value.LastTouch);
        values.Serialize(writer, value.Value);
    }

    public override Timed<T> Deserialize(ref ByteReader reader)
    {
        var lastTouch = reader.ReadInt64();
        return new(values.Deserialize(ref reader), lastTouch);
    }

    public override Timed<T> Copy(Timed<T> value) => new(values.Copy(value.Value), value.LastTouch);
}

/// <summary>A serializer that stores a time before each value.</summary>
internal interface ITimedSerializer
{
    /// <summary>That of the values.</summary>
    TypeSerializer Values { get; }
}

internal static class TimedSerializer
{
    /// <summary>Parts what was serialized.</summary>
    public static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> timed, out long lastTouch)
    {
        lastTouch = new ByteReader(timed).ReadInt64();
        return timed[sizeof(long)..];
    }
}
