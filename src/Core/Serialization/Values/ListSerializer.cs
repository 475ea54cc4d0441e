using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

internal sealed class ListSerializer<T>(TypeSerializer<T> element) : EngineSerializer<List<T>?>
{
    internal override bool IsShallowlyImmutable => false;

    internal override IReadOnlyList<TypeSerializer> Nested => [element];

    public override void Serialize(ByteWriter writer, List<T>? value)
    {
        writer.WriteCount(value?.Count);
        if (value is null) return;
        ExactType.Check(value, typeof(List<T>));
        element.SerializeMany(writer, CollectionsMarshal.AsSpan(value));
    }

    public override List<T>? Deserialize(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0) return null;
        if (element is IFixedSerializer { Size: var size } && (long)count * size > reader.Remaining) reader.Skip((int)Math.Min((long)count * size, int.MaxValue));
        var list = new List<T>(count);
        CollectionsMarshal.SetCount(list, count);
        element.DeserializeMany(ref reader, CollectionsMarshal.AsSpan(list));
        return list;
    }

    public override List<T>? Copy(List<T>? value)
    {
        if (value is null) return null;
        ExactType.Check(value, typeof(List<T>));
        if (element.IsImmutable) return [.. value];
        var copy = new List<T>(value.Count);
        foreach (var item in value) copy.Add(element.Copy(item));
        return copy;
    }

    internal override void WriteProbe(ByteWriter writer, Probe probe) => probe.WriteElements(writer, element);

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Sequence, typeof(List<T>), ("element", element));
}
