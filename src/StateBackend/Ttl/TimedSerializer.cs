using FlowActors.Serialization;

namespace FlowActors.State.Ttl;

/// <summary>Stores a value with its time before it, in 8 bytes: for backends whose tables are bytes. Snapshots have the two apart.</summary>
internal sealed class TimedSerializer<T>(TypeSerializer<T> values) : TypeSerializer<Timed<T>>
{
    public override bool IsImmutable => values.IsImmutable;

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
