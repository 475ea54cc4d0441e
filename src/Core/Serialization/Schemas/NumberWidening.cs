using System.Collections.Frozen;

namespace FlowActors.Serialization;

/// <summary>The conversions of numbers that lose nothing.</summary>
internal sealed class NumberWidening
{
    private static readonly FrozenDictionary<string, (int Size, bool Signed)> s_integers = new Dictionary<string, (int, bool)>
    {
        ["byte"] = (1, false), ["sbyte"] = (1, true), ["uint16"] = (2, false), ["int16"] = (2, true), ["uint32"] = (4, false), ["int32"] = (4, true),
        ["uint64"] = (8, false), ["int64"] = (8, true), ["uint128"] = (16, false), ["int128"] = (16, true),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, int> s_floats =
        new Dictionary<string, int> { ["half"] = 2, ["single"] = 4, ["double"] = 8 }.ToFrozenDictionary();

    private readonly (int Size, bool Signed)? _fromInteger;
    private readonly (int Size, bool Signed)? _toInteger;
    private readonly int _fromFloat;
    private readonly int _toFloat;

    private NumberWidening(string from, string to)
    {
        (_fromInteger, _fromFloat) = Of(from);
        (_toInteger, _toFloat) = Of(to);
    }

    /// <summary>The conversion, or null if there is none without loss.</summary>
    public static NumberWidening? Find(string from, string to) => IsLossless(from, to) ? new NumberWidening(from, to) : null;

    /// <summary>Whether every value of the one type is one of the other.</summary>
    public static bool IsLossless(string from, string to)
    {
        var (fromInteger, fromFloat) = Of(from);
        var (toInteger, toFloat) = Of(to);
        if (fromInteger is not { } integer) return fromFloat > 0 && toFloat > fromFloat;
        if (toInteger is { } wider) return wider.Size > integer.Size && (wider.Signed || !integer.Signed);
        return toFloat > integer.Size;
    }

    public void Convert(ref ByteReader reader, ByteWriter writer)
    {
        if (_toInteger is { } wider) WriteInteger(writer, wider.Size, ReadInteger(ref reader, _fromInteger!.Value));
        else if (_fromInteger is { } integer) WriteFloat(writer, _toFloat, (double)ReadInteger(ref reader, integer));
        else WriteFloat(writer, _toFloat, ReadFloat(ref reader, _fromFloat));
    }

    private static ((int Size, bool Signed)? Integer, int Float) Of(string name) =>
        (s_integers.TryGetValue(name, out var integer) ? integer : null, s_floats.GetValueOrDefault(name));

    private static Int128 ReadInteger(ref ByteReader reader, (int Size, bool Signed) type)
    {
        var bytes = reader.ReadBytes(type.Size);
        var value = type.Signed && bytes[^1] >= 0x80 ? Int128.NegativeOne : Int128.Zero;
        for (var i = type.Size - 1; i >= 0; i--) value = (value << 8) | bytes[i];
        return value;
    }

    private static void WriteInteger(ByteWriter writer, int size, Int128 value)
    {
        for (var i = 0; i < size; i++) writer.WriteByte((byte)((value >> (8 * i)) & 0xFF));
    }

    private static double ReadFloat(ref ByteReader reader, int size) => size == 2
        ? (double)LittleEndian.Read<Half>(ref reader.Claim(2))
        : reader.ReadSingle();

    private static void WriteFloat(ByteWriter writer, int size, double value)
    {
        if (size == 4) writer.WriteSingle((float)value);
        else if (size == 8) writer.WriteDouble(value);
        else LittleEndian.Write(ref writer.Claim(2), (Half)value);
    }
}
