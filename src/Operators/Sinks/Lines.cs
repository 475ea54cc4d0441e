using System.Globalization;
using FlowActors.Cultures;

namespace FlowActors.Sinks;

/// <summary>The text of records where nobody says how: by the invariant culture, null as <c>null</c>.</summary>
internal static class Lines
{
    public static string Format<T>(T value)
    {
        if (value is string text) return text;
        using var invariant = InvariantThread.Enter();
        return value switch
        {
            null => "null",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }
}
