using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace FlowActors.Serialization.Json;

/// <summary>Reads what <see cref="JsonPrimitives"/> writes of keys; numbers also as texts.</summary>
internal static class JsonKeyText
{
    private const string DateAndTime = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFF";

    private static readonly string[] s_instants = [$"{DateAndTime}zzz", $"{DateAndTime}'Z'"];

    private static readonly Dictionary<Type, string> s_expected = new()
    {
        [typeof(byte)] = Between<byte>(), [typeof(sbyte)] = Between<sbyte>(), [typeof(short)] = Between<short>(), [typeof(ushort)] = Between<ushort>(),
        [typeof(int)] = Between<int>(), [typeof(uint)] = Between<uint>(), [typeof(long)] = Between<long>(), [typeof(ulong)] = Between<ulong>(),
        [typeof(Int128)] = Between<Int128>(), [typeof(UInt128)] = Between<UInt128>(),
        [typeof(double)] = "number", [typeof(float)] = "number", [typeof(Half)] = "number", [typeof(decimal)] = "number",
        [typeof(bool)] = "true or false", [typeof(string)] = "text", [typeof(char)] = "text of one character", [typeof(Rune)] = "text of one character",
        [typeof(Guid)] = "UUID, as 00112233-4455-6677-8899-aabbccddeeff", [typeof(Version)] = "version, as 1.2.3",
        [typeof(DateTime)] = "date with a time, as 2026-01-02T03:04:05", [typeof(DateTimeOffset)] = "date with a time and its offset, as 2026-01-02T03:04:05+00:00",
        [typeof(DateOnly)] = "date, as 2026-01-02", [typeof(TimeOnly)] = "time of day, as 03:04:05", [typeof(TimeSpan)] = "time span, as 1.02:03:04 or 02:03:04",
    };

    /// <summary>What keys of a type are, for people.</summary>
    public static string Expected(Type type) => s_expected.GetValueOrDefault(type) ?? "key";

    private static string Between<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => string.Create(CultureInfo.InvariantCulture, $"whole number from {T.MinValue} to {T.MaxValue}");

    /// <summary>The key that a JSON value means; false where it is none of that type.</summary>
    public static bool TryParse(Type type, JsonElement json, out object? key)
    {
        key = json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when type == typeof(bool) => json.GetBoolean(),
            JsonValueKind.Number when !JsonPrimitives.IsText(type) => OfNumber(type, json.GetRawText()),
            JsonValueKind.String => OfText(type, TextOf(json)),
            _ => null,
        };
        return key is not null;
    }

    private static object? OfText(Type type, string text) =>
        type == typeof(string) ? text
        : type == typeof(bool) ? null
        : !JsonPrimitives.IsText(type) ? OfNumber(type, text)
        : type == typeof(char) ? text.Length == 1 ? text[0] : null
        : type == typeof(Rune) ? Rune.TryGetRuneAt(text, 0, out var rune) && rune.Utf16SequenceLength == text.Length ? rune : null
        : type == typeof(Guid) ? Guid.TryParseExact(text, "D", out var guid) ? guid : null
        : type == typeof(Version) ? Version.TryParse(text, out var version) ? version : null
        : OfTime(type, text);

    // As they are written, to the last digit or with fewer of a fraction: what might be read in two ways is none.
    private static object? OfTime(Type type, string text)
    {
        const DateTimeStyles None = DateTimeStyles.None;
        var culture = CultureInfo.InvariantCulture;
        return type == typeof(DateTime) ? DateTime.TryParseExact(text, $"{DateAndTime}K", culture, DateTimeStyles.RoundtripKind, out var time) ? time : null
            : type == typeof(DateTimeOffset) ? DateTimeOffset.TryParseExact(text, s_instants, culture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null
            : type == typeof(DateOnly) ? DateOnly.TryParseExact(text, "yyyy'-'MM'-'dd", culture, None, out var date) ? date : null
            : type == typeof(TimeOnly) ? TimeOnly.TryParseExact(text, "HH':'mm':'ss.FFFFFFF", culture, None, out var ofDay) ? ofDay : null
            : type == typeof(TimeSpan) ? text.AsSpan().Count(':') == 2 && TimeSpan.TryParseExact(text, "c", culture, out var span) ? span : null
            : null;
    }

    private static object? OfNumber(Type type, string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var culture = CultureInfo.InvariantCulture;
        return type == typeof(double) ? double.TryParse(text, Style, culture, out var number) ? number : null
            : type == typeof(float) ? float.TryParse(text, Style, culture, out var single) ? single : null
            : type == typeof(Half) ? Half.TryParse(text, Style, culture, out var half) ? half : null
            : type == typeof(decimal) ? decimal.TryParse(text, Style, culture, out var exact) ? exact : null
            : BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var integer) ? OfInteger(type, integer) : null;
    }

    private static object? OfInteger(Type type, BigInteger value) =>
        type == typeof(byte) ? In<byte>(value)
        : type == typeof(sbyte) ? In<sbyte>(value)
        : type == typeof(short) ? In<short>(value)
        : type == typeof(ushort) ? In<ushort>(value)
        : type == typeof(int) ? In<int>(value)
        : type == typeof(uint) ? In<uint>(value)
        : type == typeof(long) ? In<long>(value)
        : type == typeof(ulong) ? In<ulong>(value)
        : type == typeof(Int128) ? In<Int128>(value)
        : type == typeof(UInt128) ? In<UInt128>(value) : null;

    private static object? In<T>(BigInteger value)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> =>
        value >= BigInteger.CreateChecked(T.MinValue) && value <= BigInteger.CreateChecked(T.MaxValue) ? T.CreateChecked(value) : null;

    // Halves of surrogate pairs can be keys, and can be escaped in JSON, but the framework refuses to read them.
    private static string TextOf(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescaped(json.GetRawText().AsSpan(1..^1));
        }
    }

    private static string Unescaped(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)ushort.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
                continue;
            }

            text.Append(raw[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var same => same });
        }

        return text.ToString();
    }
}
