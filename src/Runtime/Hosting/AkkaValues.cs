using System.Globalization;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Refuses values of Akka's keys that Akka could not read: it would fail without naming the key, or take an empty list. What a
/// value must be is told by its default.
/// </summary>
internal static class AkkaValues
{
    // Several of Akka's numbers and times can be one of these instead.
    private static readonly HashSet<string> Words =
        ["on", "off", "true", "false", "infinite", "unlimited", "undefined", "none", "default", "auto", "unset"];

    private static readonly HashSet<string> Booleans = ["on", "off", "true", "false"];

    /// <exception cref="JobValidationException">The value is of another kind than the reference's.</exception>
    public static void Check(HoconPath path, HoconValue value, HoconValue reference)
    {
        if (value.Origin.IsShipped || value is HoconText { IsNull: true }) return;
        if (value is HoconSection) throw Refused(path, value, "one value, not a section");
        if (reference is HoconList && value is not HoconList) throw Refused(path, value, "a list such as [a, b]");
        if (reference is not HoconText { Text: { Length: > 0 } text }) return;
        if (value is not HoconText given) throw Refused(path, value, "one value, not a list");
        if (Rule(text, given.Text) is { } rule) throw Refused(path, value, rule);
    }

    public static JobValidationException Refused(HoconPath path, HoconValue value, string rule) =>
        new($"The setting {path} is {value.Shown} ({value.Origin}); it must be {rule}. Correct it, or remove it for the default.");

    /// <summary>Null when the text can stand where the default does.</summary>
    private static string? Rule(string standard, string given) => standard switch
    {
        // Some that are on can be a time instead.
        "true" or "false" or "on" when !Booleans.Contains(given) && !IsNumber(given, HoconUnits.ParseTicks) => "on or off",
        _ when Words.Contains(given) => null,
        _ when IsPlain(standard) && !IsPlain(given) && !IsNumber(given, HoconUnits.ParseBytes) => "a number",
        _ when !IsPlain(standard) && IsNumber(standard, HoconUnits.ParseTicks) && !IsPlain(given) && !IsTime(given) => "a time such as 500ms",
        _ when !IsPlain(standard) && IsNumber(standard, HoconUnits.ParseBytes) && !IsPlain(given) && !IsNumber(given, HoconUnits.ParseBytes) => "a size such as 64KiB",
        _ => null,
    };

    private static bool IsPlain(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Akka names the short unit of microseconds, but does not take it.
    private static bool IsTime(string text) => IsNumber(text, HoconUnits.ParseTicks) && !text.TrimEnd().EndsWith("us", StringComparison.Ordinal);

    private static bool IsNumber(string text, Func<string, double> parse)
    {
        try
        {
            return parse(text) >= 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
