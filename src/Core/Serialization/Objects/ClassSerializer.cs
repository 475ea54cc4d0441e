namespace FlowActors.Serialization;

/// <summary>A class: a byte 0 for null or 1, then the members.</summary>
internal sealed class ClassSerializer<T, TCode> : EngineSerializer<T?>
    where T : class
    where TCode : struct, IObjectCode<T>
{
    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;

    // Not readonly, because a call on a readonly struct copies it first.
    private TCode _code;

    public ClassSerializer(ObjectPlan plan, TypeSerializer[] nested)
    {
        _plan = plan;
        _nested = nested;
        var code = default(TCode);
        code.Bind(nested);
        _code = code;
    }

    internal override bool IsShallowlyImmutable => _plan.IsShallowlyImmutable;

    internal override IReadOnlyList<TypeSerializer> Nested => _nested;

    public override void Serialize(ByteWriter writer, T? value)
    {
        if (value is null) writer.WriteByte(0);
        else _code.Write(writer, value);
    }

    public override T? Deserialize(ref ByteReader reader) => reader.ReadBool() ? _code.Read(ref reader) : null;

    public override void SerializeMany(ByteWriter writer, ReadOnlySpan<T?> values)
    {
        for (var i = 0; i < values.Length; i++) Serialize(writer, values[i]);
    }

    public override void DeserializeMany(ref ByteReader reader, Span<T?> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = reader.ReadBool() ? _code.Read(ref reader) : null;
    }

    public override T? Copy(T? value)
    {
        if (value is null) return null;
        if (value.GetType() != typeof(T)) ExactType.Throw(value.GetType(), typeof(T));
        return IsImmutable ? value : _code.Copy(value);
    }

    // As the base does, with a direct call.
    internal override void SerializeWithin(ByteWriter writer, ReadOnlySpan<T?> values, int positionMax, out int written)
    {
        for (written = 0; written < values.Length; written++)
        {
            var start = writer.Position;
            if (start >= positionMax && written > 0) return;
            Serialize(writer, values[written]);
            if (writer.Position <= positionMax || written == 0) continue;
            writer.Position = start;
            return;
        }
    }

    internal override string? FindFault() => ConstructionProbe.FindChange(_plan, _nested);

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        writer.WriteBool(!probe.IsNested);
        if (probe.IsNested) return;
        foreach (var part in _nested) part.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(SchemaKind.Class, typeof(T), [.. _plan.Members.Zip(_nested, (m, s) => (m.Name, s))]);
}
