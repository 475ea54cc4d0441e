using System.Globalization;

namespace FlowActors.Sinks;

/// <summary>The text of records where nobody says how: by the invariant culture, null as <c>null</c>.</summary>
internal static class Lines
{
    public static string Format<T>(T value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
