using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>What shapes write to: JSON that holds every value exactly, also those that JSON has no number or text for.</summary>
/// <param name="json">Where it goes.</param>
/// <param name="numbers">How numbers are shown that a double cannot hold.</param>
internal sealed class JsonOutput(Utf8JsonWriter json, JsonNumbers numbers)
{
    private const long ExactMax = 1L << 53;
    private const int ExactDigits = 15;

    // The name of the member that comes next, where the shape of a key is to write that.
    private bool _isName;

    public Utf8JsonWriter Json => json;

    /// <summary>The next text is the name of a member.</summary>
    public void NextIsName() => _isName = true;

    public void Null()
    {
        if (_isName) throw new SerializationException("A key of a map is null. The data is corrupt.");
        json.WriteNullValue();
    }

    public void Boolean(bool value) => Text(value ? "true" : "false", isText: false);

    public void Integer<T>(T value)
        where T : INumber<T> => Text(
        value.ToString(null, CultureInfo.InvariantCulture), isText: numbers == JsonNumbers.Text && IsBeyond(value));

    public void Float(double value, string shortest)
    {
        if (double.IsFinite(value)) Text(shortest, isText: false);
        else Text(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    public void Decimal(decimal value)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        Text(text, numbers == JsonNumbers.Text && text.Count(char.IsAsciiDigit) > ExactDigits);
    }

    /// <summary>A text; what is not well-formed of it is escaped, so that nothing is lost.</summary>
    public void Text(string value) => Text(value, isText: true);

    private static bool IsBeyond<T>(T value)
        where T : INumber<T> => BigInteger.Abs(BigInteger.CreateChecked(value)) > ExactMax;

    private void Text(string value, bool isText)
    {
        if (_isName)
        {
            _isName = false;
            // A name cannot be written as it is escaped, so what is not well-formed of it is shown as its escapes.
            json.WritePropertyName(IsWellFormed(value) ? value : Escaped(value));
        }
        else if (!isText)
        {
            json.WriteRawValue(value, skipInputValidation: true);
        }
        else if (IsWellFormed(value))
        {
            json.WriteStringValue(value);
        }
        else
        {
            json.WriteRawValue($"\"{Escaped(value)}\"", skipInputValidation: true);
        }
    }

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }

        return true;
    }

    private static string Escaped(string value)
    {
        var escaped = new StringBuilder();
        foreach (var next in value)
        {
            if (next is >= ' ' and <= '~' and not ('"' or '\\')) escaped.Append(next);
            else escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)next:x4}");
        }

        return escaped.ToString();
    }
}
