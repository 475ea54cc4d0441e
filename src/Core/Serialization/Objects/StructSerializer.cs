using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Serialization;

/// <summary>A struct: its members; a byte 0 if it has none.</summary>
internal sealed class StructSerializer<T, TCode> : EngineSerializer<T>
    where T : struct
    where TCode : struct, IObjectCode<T>
{
    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;
    private readonly bool _memoryIsBytes;

    // Not readonly, because a call on a readonly struct copies it first.
    private TCode _code;

    public StructSerializer(ObjectPlan plan, TypeSerializer[] nested)
    {
        _plan = plan;
        _nested = nested;
        _memoryIsBytes = MemoryLayout.IsBytes<T>(plan, nested);
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
        if (_memoryIsBytes)
        {
            writer.WriteBytes(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (ref readonly var value in values) Serialize(writer, value);
    }

    public override void DeserializeMany(ref ByteReader reader, Span<T> values)
    {
        if (_memoryIsBytes)
        {
            var memory = MemoryMarshal.AsBytes(values);
            reader.ReadBytes(memory.Length).CopyTo(memory);
            return;
        }

        for (var i = 0; i < values.Length; i++) values[i] = Deserialize(ref reader);
    }

    public override T Copy(T value) => IsImmutable ? value : _code.Copy(value);

    internal override void SerializeWithin(ByteWriter writer, ReadOnlySpan<T> values, int positionMax, out int written)
    {
        if (!_memoryIsBytes)
        {
            base.SerializeWithin(writer, values, positionMax, out written);
            return;
        }

        written = FixedWidth.CountWithin(writer, positionMax, Unsafe.SizeOf<T>(), values.Length);
        SerializeMany(writer, values[..written]);
    }

    internal override string? FindFault() => ConstructionProbe.FindChange(_plan, _nested);

    internal override void WriteProbe(ByteWriter writer, Probe probe)
    {
        if (_nested.Length == 0) writer.WriteByte(0);
        foreach (var part in _nested) part.WriteProbe(writer, probe);
    }

    internal override TypeSchema Describe(SchemaScope scope) =>
        scope.Of(SchemaKind.Structure, typeof(T), [.. _plan.Members.Zip(_nested, (m, s) => (m.Name, s))]);
}
