using PolyType;

namespace FlowActors.Serialization;

/// <summary>A type whose marshaler, declared with [TypeShape(Marshaler = ...)], turns it into another that is serialized.</summary>
internal sealed class SurrogateSerializer<T, TSurrogate>(TypeSerializer<TSurrogate> inner, IMarshaler<T, TSurrogate> marshaler) : EngineSerializer<T?>
{
    internal override bool IsShallowlyImmutable => false;

    internal override IReadOnlyList<TypeSerializer> Nested => [inner];

    public override void Serialize(ByteWriter writer, T? value) => inner.Serialize(writer, marshaler.Marshal(value)!);

    public override T? Deserialize(ref ByteReader reader) => marshaler.Unmarshal(inner.Deserialize(ref reader));

    public override T? Copy(T? value) => marshaler.Unmarshal(inner.Copy(marshaler.Marshal(value)!));

    internal override void WriteProbe(ByteWriter writer, Probe probe) => inner.WriteProbe(writer, probe);

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Structure, typeof(T), ("surrogate", inner));
}
