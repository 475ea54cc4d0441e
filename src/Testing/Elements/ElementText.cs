using System.Collections;
using System.Globalization;

namespace FlowActors.Testing;

/// <summary>Texts of records for the messages of failing tests.</summary>
internal static class ElementText
{
    private const int LengthMax = 200;
    private const int ItemsMax = 10;

    /// <summary>A value, cut where it is long.</summary>
    public static string Of(object? value)
    {
        var text = value switch
        {
            null => "null",
            string s => $"\"{s}\"",
            char c => $"'{c}'",
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable items => $"[{string.Join(", ", Items(items))}]",
            _ => value.ToString() ?? "",
        };
        return text.Length <= LengthMax ? text : string.Concat(text.AsSpan(0, LengthMax), "...");
    }

    private static IEnumerable<string> Items(IEnumerable items)
    {
        var told = 0;
        foreach (var item in items)
        {
            if (told++ == ItemsMax)
            {
                yield return "...";
                yield break;
            }

            yield return Of(item);
        }
    }
}
