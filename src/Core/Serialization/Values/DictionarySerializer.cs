namespace FlowActors.Serialization;

internal sealed class DictionarySerializer<TKey, TValue>(TypeSerializer<TKey> key, TypeSerializer<TValue> value)
    : EngineSerializer<Dictionary<TKey, TValue>?>
    where TKey : notnull
{
    private static readonly bool s_ofStrings = typeof(TKey) == typeof(string);

    internal override bool IsShallowlyImmutable => false;

    internal override IReadOnlyList<TypeSerializer> Nested => [key, value];

    public override void Serialize(ByteWriter writer, Dictionary<TKey, TValue>? map)
    {
        writer.WriteCount(map?.Count);
        if (map is null) return;
        ExactType.Check(map, typeof(Dictionary<TKey, TValue>));
        if (s_ofStrings) writer.WriteByte(StringComparers.CodeOf(map.Comparer));
        else StringComparers.CheckDefault<TKey>(map.Comparer);
        foreach (var (k, v) in map)
        {
            key.Serialize(writer, k);
            value.Serialize(writer, v);
        }
    }

    public override Dictionary<TKey, TValue>? Deserialize(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0) return null;
        var map = new Dictionary<TKey, TValue>(Math.Min(count, reader.Remaining / 2), s_ofStrings ? StringComparers.Of<TKey>(reader.ReadByte()) : null);
        for (var i = 0; i < count; i++)
        {
            var k = key.Deserialize(ref reader);
            if (k is null || !map.TryAdd(k, value.Deserialize(ref reader))) throw reader.Corrupt("a dictionary's key is null or occurs twice");
        }

        return map;
    }

    public override Dictionary<TKey, TValue>? Copy(Dictionary<TKey, TValue>? map)
    {
        if (map is null) return null;
        ExactType.Check(map, typeof(Dictionary<TKey, TValue>));
        if (key.IsImmutable && value.IsImmutable) return new Dictionary<TKey, TValue>(map, map.Comparer);
        var copy = new Dictionary<TKey, TValue>(map.Count, map.Comparer);
        foreach (var (k, v) in map) copy.Add(key.Copy(k), value.Copy(v));
        return copy;
    }

    // One entry: of two, the second key might be the first again.
    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteCount(probe.IsNested ? 0 : 1);
        if (s_ofStrings) writer.WriteByte(0);
        if (probe.IsNested) return;
        key.WriteProbe(writer, probe);
        value.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(s_ofStrings ? SchemaKind.ComparedMap : SchemaKind.Map, typeof(Dictionary<TKey, TValue>), ("key", key), ("value", value));
}
