namespace FlowActors.Serialization;

/// <summary>A struct: its members; a byte 0 if it has none.</summary>
internal sealed class StructSerializer<T, TCode> : EngineSerializer<T>
    where T : struct
    where TCode : struct, IObjectCode<T>
{
    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;

    // Not readonly, because a call on a readonly struct copies it first.
    private TCode _code;

    public StructSerializer(ObjectPlan plan, TypeSerializer[] nested)
    {
        _plan = plan;
        _nested = nested;
        var code = default(TCode);
        code.Bind(nested);
        _code = code;
    }

    internal override bool IsShallowlyImmutable => _plan.IsShallowlyImmutable;

    internal override IReadOnlyList<TypeSerializer> Nested => _nested;

    public override void Serialize(ByteWriter writer, T value)
    {
        if (_nested.Length == 0) writer.WriteByte(0);
        _code.Write(writer, value);
    }

    public override T Deserialize(ref ByteReader reader)
    {
        if (_nested.Length == 0 && reader.ReadByte() != 0) throw reader.Corrupt($"{TypeNames.Of(typeof(T))} has no members");
        return _code.Read(ref reader);
    }

    public override void SerializeMany(ByteWriter writer, ReadOnlySpan<T> values)
    {
        foreach (ref readonly var value in values) Serialize(writer, value);
    }

    public override void DeserializeMany(ref ByteReader reader, Span<T> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = Deserialize(ref reader);
    }

    public override T Copy(T value) => IsImmutable ? value : _code.Copy(value);

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(SchemaKind.Structure, typeof(T), [.. _plan.Members.Zip(_nested, (m, s) => (m.Name, s))]);
}
