namespace FlowActors.Serialization;

internal sealed class NullableSerializer<T>(TypeSerializer<T> inner) : EngineSerializer<T?>
    where T : struct
{
    internal override bool IsShallowlyImmutable => true;

    internal override IReadOnlyList<TypeSerializer> Nested => [inner];

    public override void Serialize(ByteWriter writer, T? value)
    {
        writer.WriteBool(value.HasValue);
        if (value.HasValue) inner.Serialize(writer, value.GetValueOrDefault());
    }

    public override T? Deserialize(ref ByteReader reader) => reader.ReadBool() ? inner.Deserialize(ref reader) : null;

    public override T? Copy(T? value) => value.HasValue ? inner.Copy(value.GetValueOrDefault()) : null;

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteBool(!probe.IsNested);
        if (!probe.IsNested) inner.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Nullable, typeof(T?), ("value", inner));
}
