namespace FlowActors.Serialization;

/// <summary>A nullable value type: a byte 0 for null, which comes first, or 1 and the value.</summary>
internal sealed class NullableKey<T>(KeySerializer<T> inner) : EngineKey<T?>
    where T : struct
{
    public override bool NeedsNormalization => inner.NeedsNormalization;

    internal override IReadOnlyList<TypeSerializer> Nested => [inner];

    public override T? Normalize(T? key) => key is { } value ? inner.Normalize(value) : null;

    public override void Serialize(ByteWriter writer, T? value)
    {
        writer.WriteBool(value.HasValue);
        if (value is { } key) inner.Serialize(writer, key);
    }

    public override T? Deserialize(ref ByteReader reader) => reader.ReadBool() ? inner.Deserialize(ref reader) : null;

    public override int StableHash(T? key) => key is { } value ? inner.StableHash(value) : 0;

    public override bool Equals(T? x, T? y) => x is { } a ? y is { } b && inner.Equals(a, b) : y is null;

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteBool(true);
        inner.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Key, typeof(T?), ("value", inner));
}

/// <summary>A part of a composite key that is a reference: a byte 0 for null, which comes first, or 1 and the value.</summary>
internal sealed class ReferenceKey<T>(KeySerializer<T> inner) : EngineKey<T?>
    where T : class
{
    public override bool NeedsNormalization => inner.NeedsNormalization;

    internal override IReadOnlyList<TypeSerializer> Nested => [inner];

    public override T? Normalize(T? key) => key is null ? null : inner.Normalize(key);

    public override void Serialize(ByteWriter writer, T? value)
    {
        writer.WriteBool(value is not null);
        if (value is not null) inner.Serialize(writer, value);
    }

    public override T? Deserialize(ref ByteReader reader) => reader.ReadBool() ? inner.Deserialize(ref reader) : null;

    public override int StableHash(T? key) => key is null ? 0 : inner.StableHash(key);

    public override bool Equals(T? x, T? y) => x is null ? y is null : y is not null && inner.Equals(x, y);

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteBool(true);
        inner.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Key, typeof(T), ("value", inner));
}
