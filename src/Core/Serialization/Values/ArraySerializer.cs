using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

internal sealed class ArraySerializer<T>(TypeSerializer<T> element) : EngineSerializer<T[]?>
{
    internal override bool IsShallowlyImmutable => false;

    internal override IReadOnlyList<TypeSerializer> Nested => [element];

    public override void Serialize(ByteWriter writer, T[]? value)
    {
        writer.WriteCount(value?.Length);
        if (value is not null) element.SerializeMany(writer, MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(value), value.Length));
    }

    public override T[]? Deserialize(ref ByteReader reader) => reader.ReadElements(element);

    public override T[]? Copy(T[]? value)
    {
        if (value is null) return null;
        var copy = new T[value.Length];
        if (element.IsImmutable) value.CopyTo(copy, 0);
        else for (var i = 0; i < copy.Length; i++) copy[i] = element.Copy(value[i]);
        return copy;
    }

    internal override void WriteProbe(ByteWriter writer, Probe probe) => probe.WriteElements(writer, element);

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Sequence, typeof(T[]), ("element", element));
}
