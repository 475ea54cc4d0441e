namespace FlowActors.Serialization;

/// <summary>Any collection that its shape can enumerate and make from elements: immutable, read-only, queues, sets, user-defined.</summary>
internal sealed class EnumerableSerializer<TCollection, TElement>(TypeSerializer<TElement> element, CollectionAccess<TCollection, TElement> access)
    : EngineSerializer<TCollection?>
{
    internal override bool IsShallowlyImmutable => access.IsImmutable;

    internal override IReadOnlyList<TypeSerializer> Nested => [element];

    public override void Serialize(ByteWriter writer, TCollection? value)
    {
        if (access.ToArray(value) is not { } elements)
        {
            writer.WriteCount(null);
            return;
        }

        writer.WriteCount(elements.Length);
        element.SerializeMany(writer, elements);
    }

    public override TCollection? Deserialize(ref ByteReader reader)
    {
        if (reader.ReadElements(element) is not { } elements) return default;
        return access.Create(elements);
    }

    public override TCollection? Copy(TCollection? value)
    {
        if (IsImmutable) return value;
        if (access.ToArray(value) is not { } elements) return default;
        if (!element.IsImmutable) elements = Array.ConvertAll(elements, element.Copy);
        return access.Create(elements);
    }

    internal override string? FindFault() => CollectionProbe.FindFault(access, element.MakeUp, e => element.BytesOf(e));

    internal override void WriteProbe(ByteWriter writer, Probe probe) => probe.WriteElements(writer, element);

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Sequence, typeof(TCollection), ("element", element));
}
