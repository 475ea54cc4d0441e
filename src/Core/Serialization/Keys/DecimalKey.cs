using System.Globalization;

namespace FlowActors.Serialization;

/// <summary>
/// A byte for the sign, the decimal exponent, then the significant digits in pairs, each plus one, and a 0; of negative
/// numbers all but the sign inverted. Equal numbers of other scale have the same bytes; the normalised key has the shortest scale.
/// </summary>
internal sealed class DecimalKey : EngineKey<decimal>
{
    private const byte Negative = 0;
    private const byte Zero = 1;
    private const byte Positive = 2;
    private const int ExponentBias = 64;
    private const int PairsMax = 15;

    public override bool NeedsNormalization => true;

    // Dividing by one with all decimals drops the zeros at the end.
    public override decimal Normalize(decimal key) => key == 0 ? 0m : key / 1.0000000000000000000000000000m;

    public override void Serialize(ByteWriter writer, decimal value)
    {
        if (value == 0)
        {
            writer.WriteByte(Zero);
            return;
        }

        writer.WriteByte(value < 0 ? Negative : Positive);
        var invert = value < 0 ? (byte)0xFF : (byte)0;
        var shortest = Math.Abs(Normalize(value));
        var digits = new decimal(decimal.GetBits(shortest)[0], decimal.GetBits(shortest)[1], decimal.GetBits(shortest)[2], false, 0)
            .ToString(CultureInfo.InvariantCulture);
        writer.WriteByte((byte)((digits.Length - shortest.Scale + ExponentBias) ^ invert));
        digits = digits.TrimEnd('0');
        for (var i = 0; i < digits.Length; i += 2)
        {
            var pair = ((digits[i] - '0') * 10) + (i + 1 < digits.Length ? digits[i + 1] - '0' : 0);
            writer.WriteByte((byte)((pair + 1) ^ invert));
        }

        writer.WriteByte(invert);
    }

    public override decimal Deserialize(ref ByteReader reader)
    {
        var sign = reader.ReadByte();
        if (sign == Zero) return 0;
        if (sign > Positive) throw reader.Corrupt($"{sign} is not the sign of a decimal key");
        var invert = sign == Negative ? (byte)0xFF : (byte)0;
        var exponent = (reader.ReadByte() ^ invert) - ExponentBias;
        var text = new System.Text.StringBuilder(sign == Negative ? "-0." : "0.");
        for (var i = 0; ; i++)
        {
            var pair = (reader.ReadByte() ^ invert) - 1;
            if (pair < 0) break;
            if (pair > 99 || i == PairsMax) throw reader.Corrupt("the digits of a decimal key are none");
            text.Append(CultureInfo.InvariantCulture, $"{pair:00}");
        }

        text.Append(CultureInfo.InvariantCulture, $"e{exponent}");
        return decimal.TryParse(text.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Normalize(value)
            : throw reader.Corrupt("the digits of a decimal key are none");
    }

    public override int StableHash(decimal key)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(Normalize(key), bits);
        return StableHashes.Combine(StableHashes.Combine(StableHashes.Combine(bits[0], bits[1]), bits[2]), bits[3]);
    }

    public override bool Equals(decimal x, decimal y) => x == y;
}
