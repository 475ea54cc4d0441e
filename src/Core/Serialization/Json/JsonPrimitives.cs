using System.Globalization;
using System.Numerics;
using System.Text;

namespace FlowActors.Serialization.Json;

/// <summary>The types with an encoding of their own, in JSON: the same as values and as keys.</summary>
internal static class JsonPrimitives
{
    private static readonly HashSet<Type> s_integers =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong), typeof(Int128), typeof(UInt128), typeof(BigInteger),
    ];

    private static readonly Dictionary<Type, string> s_formats = new()
    {
        [typeof(DateTime)] = "date-time", [typeof(DateTimeOffset)] = "date-time", [typeof(DateOnly)] = "date", [typeof(TimeOnly)] = "time",
        [typeof(TimeSpan)] = "time-span", [typeof(Guid)] = "uuid", [typeof(Uri)] = "uri-reference", [typeof(Version)] = "version",
    };

    public static bool IsInteger(Type type) => s_integers.Contains(type);

    public static bool IsFloat(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(Half);

    /// <summary>Whether it is shown as a text.</summary>
    public static bool IsText(Type type) => !IsInteger(type) && !IsFloat(type) && type != typeof(bool) && type != typeof(decimal);

    /// <summary>Whether values can be the names of members; no map has null as a key.</summary>
    public static bool IsName(Type type) => IsText(type) || IsInteger(type);

    /// <summary>Whether its value is null for a missing one.</summary>
    public static bool IsNullable(Type type) => type == typeof(string) || type == typeof(Uri) || type == typeof(Version);

    public static void Write(object? value, JsonOutput json)
    {
        switch (value)
        {
            case null: json.Null(); break;
            case bool b: json.Boolean(b); break;
            case byte n: json.Integer(n); break;
            case sbyte n: json.Integer(n); break;
            case short n: json.Integer(n); break;
            case ushort n: json.Integer(n); break;
            case int n: json.Integer(n); break;
            case uint n: json.Integer(n); break;
            case long n: json.Integer(n); break;
            case ulong n: json.Integer(n); break;
            case Int128 n: json.Integer(n); break;
            case UInt128 n: json.Integer(n); break;
            case BigInteger n: json.Integer(n); break;
            case Half n: json.Float((double)n, n.ToString("R", CultureInfo.InvariantCulture)); break;
            case float n: json.Float(n, n.ToString("R", CultureInfo.InvariantCulture)); break;
            case double n: json.Float(n, n.ToString("R", CultureInfo.InvariantCulture)); break;
            case decimal n: json.Decimal(n); break;
            default: json.Text(TextOf(value)); break;
        }
    }

    /// <summary>Writes the JSON schema of a type.</summary>
    public static void Describe(Type type, JsonDescription json, bool mayBeNull = true)
    {
        if (IsInteger(type)) json.Type("integer");
        else if (IsFloat(type)) json.Types("number", "string");
        else if (type == typeof(bool)) json.Type("boolean");
        else if (type == typeof(decimal)) json.Type("number");
        else if (mayBeNull && IsNullable(type)) json.Types("string", "null");
        else json.Type("string");
        if (s_formats.TryGetValue(type, out var format)) json.Format(format);
    }

    private static string TextOf(object value) => value switch
    {
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        Guid guid => guid.ToString("D"),
        Uri uri => uri.OriginalString,
        Rune rune => rune.ToString(),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
