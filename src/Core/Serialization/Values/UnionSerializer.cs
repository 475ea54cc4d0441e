namespace FlowActors.Serialization;

/// <summary>A type with declared subtypes: the index of the run-time type's case, then the value as that type.</summary>
internal sealed class UnionSerializer<T> : EngineSerializer<T?>
    where T : class
{
    private readonly Dictionary<Type, int> _indexes = [];
    private readonly UnionCase<T>[] _cases;

    public UnionSerializer(UnionCase<T>[] cases)
    {
        _cases = cases;
        for (var i = 0; i < cases.Length; i++) _indexes.Add(cases[i].Type, i);
    }

    internal override bool IsShallowlyImmutable => true;

    internal override IReadOnlyList<TypeSerializer> Nested => [.. _cases.Select(c => c.Serializer)];

    public override void Serialize(ByteWriter writer, T? value)
    {
        if (value is null)
        {
            writer.WriteByte(0);
            return;
        }

        var index = IndexOf(value);
        writer.WriteVarUInt32((uint)index + 1);
        _cases[index].Serialize(writer, value);
    }

    public override T? Deserialize(ref ByteReader reader)
    {
        var index = reader.ReadVarUInt32();
        if (index == 0) return null;
        if (index > _cases.Length) throw reader.Corrupt($"{TypeNames.Of(typeof(T))} has {_cases.Length} subtypes, and there is no number {index}");
        return _cases[index - 1].Deserialize(ref reader) ?? throw reader.Corrupt("a subtype's value is null");
    }

    public override T? Copy(T? value) => value is null ? null : _cases[IndexOf(value)].Copy(value);

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteVarUInt32(probe.IsNested ? 0u : 1u);
        if (!probe.IsNested) _cases[0].Serializer.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(SchemaKind.Union, typeof(T), [.. _cases.Select(c => (c.Name, c.Serializer))]);

    private int IndexOf(T value)
    {
        if (!_indexes.TryGetValue(value.GetType(), out var index)) ExactType.Throw(value.GetType(), typeof(T));
        return index;
    }
}

/// <summary>One declared subtype, seen as its base.</summary>
internal abstract class UnionCase<T>(string name)
{
    public string Name => name;

    public abstract Type Type { get; }

    public abstract TypeSerializer Serializer { get; }

    public abstract void Serialize(ByteWriter writer, T value);

    public abstract T? Deserialize(ref ByteReader reader);

    public abstract T Copy(T value);
}

internal sealed class UnionCase<T, TDerived>(string name, TypeSerializer<TDerived> inner) : UnionCase<T>(name)
    where TDerived : T
{
    public override Type Type => typeof(TDerived);

    public override TypeSerializer Serializer => inner;

    public override void Serialize(ByteWriter writer, T value) => inner.Serialize(writer, (TDerived)value!);

    public override T? Deserialize(ref ByteReader reader) => inner.Deserialize(ref reader);

    public override T Copy(T value) => inner.Copy((TDerived)value!);
}
