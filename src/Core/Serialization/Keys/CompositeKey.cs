namespace FlowActors.Serialization;

/// <summary>A tuple, record, struct or class: its members' keys in order; a byte 0 if there are none.</summary>
internal sealed class CompositeKey<T, TCode> : EngineKey<T>
    where TCode : struct, IKeyCode<T>
{
    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;

    // Not readonly, because a call on a readonly struct copies it first.
    private TCode _code;

    public CompositeKey(ObjectPlan plan, TypeSerializer[] nested, bool needsNormalization)
    {
        _plan = plan;
        _nested = nested;
        var code = default(TCode);
        code.Bind(nested);
        _code = code;
        NeedsNormalization = needsNormalization;
    }

    public override bool NeedsNormalization { get; }

    internal override IReadOnlyList<TypeSerializer> Nested => _nested;

    public override T Normalize(T key) => NeedsNormalization && key is not null ? _code.Normalize(key) : key;

    public override void Serialize(ByteWriter writer, T value)
    {
        if (!typeof(T).IsValueType)
        {
            ArgumentNullException.ThrowIfNull(value);
            ExactType.Check(value, typeof(T));
        }

        if (_nested.Length == 0) writer.WriteByte(0);
        _code.Write(writer, value);
    }

    public override T Deserialize(ref ByteReader reader)
    {
        if (_nested.Length == 0 && reader.ReadByte() != 0) throw reader.Corrupt($"{TypeNames.Of(typeof(T))} has no members");
        return _code.Read(ref reader);
    }

    public override int StableHash(T key) => _code.Hash(key);

    public override bool Equals(T? x, T? y)
    {
        if (typeof(T).IsValueType) return _code.AreEqual(x!, y!);
        return ReferenceEquals(x, y) || (x is not null && y is not null && _code.AreEqual(x, y));
    }

    internal override string? FindFault() => ConstructionProbe.FindChange(_plan, _nested);

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        if (_nested.Length == 0) writer.WriteByte(0);
        foreach (var part in _nested) part.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(SchemaKind.Key, typeof(T), [.. _plan.Members.Zip(_nested, (m, s) => (m.Name, s))]);
}
