using System.Globalization;

namespace FlowActors.Http.Why;

/// <summary>How numbers stand in texts for people.</summary>
internal static class WhyText
{
    public static string Duration(double ms) => ms switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:0.0} s"),
        < 600_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000:0} min"),
    };

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    /// <summary>Some numbers, the first ones where there are many.</summary>
    public static string Numbers(IReadOnlyList<int> numbers)
    {
        const int Told = 8;
        var text = string.Join(", ", numbers.Take(Told));
        return numbers.Count > Told ? $"{text} and {numbers.Count - Told} more" : text;
    }
}
