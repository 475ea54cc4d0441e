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

    private readonly string _from;
    private readonly string _to;

    private NumberWidening(string from, string to)
    {
        _from = from;
        _to = to;
    }

    /// <summary>The conversion, or null if there is none without loss.</summary>
    public static NumberWidening? Find(string from, string to) => IsLossless(from, to) ? new NumberWidening(from, to) : null;

    public void Convert(ref ByteReader reader, ByteWriter writer)
    {
        if (s_integers.TryGetValue(_to, out var wider)) WriteInteger(writer, wider.Size, ReadInteger(ref reader, s_integers[_from]));
        else if (s_integers.TryGetValue(_from, out var integer)) WriteFloat(writer, s_floats[_to], (double)ReadInteger(ref reader, integer));
        else WriteFloat(writer, s_floats[_to], ReadFloat(ref reader, s_floats[_from]));
    }

    private static bool IsLossless(string from, string to)
    {
        if (s_integers.TryGetValue(from, out var integer))
        {
            if (s_integers.TryGetValue(to, out var wider)) return wider.Size > integer.Size && (wider.Signed || !integer.Signed);
            return s_floats.TryGetValue(to, out var real) && integer.Size < real;
        }

        return s_floats.TryGetValue(from, out var narrow) && s_floats.TryGetValue(to, out var wide) && wide > narrow;
    }

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
