namespace FlowActors.Serialization;

internal sealed class HashSetSerializer<T>(TypeSerializer<T> element) : EngineSerializer<HashSet<T>?>
{
    private static readonly bool s_ofStrings = typeof(T) == typeof(string);

    internal override bool IsShallowlyImmutable => false;

    internal override IReadOnlyList<TypeSerializer> Nested => [element];

    public override void Serialize(ByteWriter writer, HashSet<T>? value)
    {
        writer.WriteCount(value?.Count);
        if (value is null) return;
        ExactType.Check(value, typeof(HashSet<T>));
        if (s_ofStrings) writer.WriteByte(StringComparers.CodeOf(value.Comparer));
        else StringComparers.CheckDefault<T>(value.Comparer);
        foreach (var item in value) element.Serialize(writer, item);
    }

    public override HashSet<T>? Deserialize(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0) return null;
        var set = new HashSet<T>(Math.Min(count, reader.Remaining), s_ofStrings ? StringComparers.Of<T>(reader.ReadByte()) : null);
        for (var i = 0; i < count; i++)
        {
            if (!set.Add(element.Deserialize(ref reader))) throw reader.Corrupt("an element of a set occurs twice");
        }

        return set;
    }

    public override HashSet<T>? Copy(HashSet<T>? value)
    {
        if (value is null) return null;
        ExactType.Check(value, typeof(HashSet<T>));
        return element.IsImmutable ? new HashSet<T>(value, value.Comparer) : new HashSet<T>(value.Select(element.Copy), value.Comparer);
    }

    // One element: of two, the second might be the first again.
    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteCount(probe.IsNested ? 0 : 1);
        if (s_ofStrings) writer.WriteByte(0);
        if (!probe.IsNested) element.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(s_ofStrings ? SchemaKind.ComparedSequence : SchemaKind.Sequence, typeof(HashSet<T>), ("element", element));
}
