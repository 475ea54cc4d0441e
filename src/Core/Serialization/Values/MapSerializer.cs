namespace FlowActors.Serialization;

/// <summary>Any dictionary that its shape can enumerate and make from entries.</summary>
internal sealed class MapSerializer<TMap, TKey, TValue>(
    TypeSerializer<TKey> key, TypeSerializer<TValue> value, CollectionAccess<TMap, KeyValuePair<TKey, TValue>> access)
    : EngineSerializer<TMap?>
{
    internal override bool IsShallowlyImmutable => access.IsImmutable;

    internal override IReadOnlyList<TypeSerializer> Nested => [key, value];

    public override void Serialize(ByteWriter writer, TMap? map)
    {
        var entries = access.ToArray(map);
        writer.WriteCount(entries?.Length);
        foreach (var (k, v) in entries ?? [])
        {
            key.Serialize(writer, k);
            value.Serialize(writer, v);
        }
    }

    public override TMap? Deserialize(ref ByteReader reader)
    {
        var count = reader.ReadCount();
        if (count < 0) return default;
        var entries = new List<KeyValuePair<TKey, TValue>>(Math.Min(count, reader.Remaining / 2));
        for (var i = 0; i < count; i++)
        {
            var k = key.Deserialize(ref reader);
            if (k is null) throw reader.Corrupt("a dictionary's key is null");
            entries.Add(new(k, value.Deserialize(ref reader)));
        }

        return access.Create([.. entries]);
    }

    public override TMap? Copy(TMap? map)
    {
        if (IsImmutable) return map;
        if (access.ToArray(map) is not { } entries) return default;
        return access.Create(Array.ConvertAll(entries, e => new KeyValuePair<TKey, TValue>(key.Copy(e.Key), value.Copy(e.Value))));
    }

    internal override string? FindFault() => CollectionProbe.FindFault(
        access, probe => new KeyValuePair<TKey, TValue>(key.MakeUp(probe), value.MakeUp(probe)), entry => [.. key.BytesOf(entry.Key), .. value.BytesOf(entry.Value)]);

    // One entry: of two, the second key might be the first again.
    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteCount(probe.IsNested ? 0 : 1);
        if (probe.IsNested) return;
        key.WriteProbe(writer, probe);
        value.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) => scope.Of(SchemaKind.Map, typeof(TMap), ("key", key), ("value", value));
}
