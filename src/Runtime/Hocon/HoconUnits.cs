using System.Globalization;

namespace FlowActors.Runtime.Hocon;

/// <summary>Times and sizes as an application writes them in its configuration: a number and its unit.</summary>
internal static class HoconUnits
{
    private static readonly (string[] Names, double Ticks)[] Times =
    [
        (["d", "day", "days"], TimeSpan.TicksPerDay),
        (["h", "hour", "hours"], TimeSpan.TicksPerHour),
        (["m", "minute", "minutes"], TimeSpan.TicksPerMinute),
        (["s", "second", "seconds"], TimeSpan.TicksPerSecond),
        (["ms", "milli", "millis", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond),
        (["us", "micro", "micros", "microsecond", "microseconds"], TimeSpan.TicksPerMicrosecond),
        (["ns", "nano", "nanos", "nanosecond", "nanoseconds"], 1.0 / TimeSpan.NanosecondsPerTick),
    ];

    private static readonly (string[] Names, double Bytes)[] Sizes =
    [
        (["GiB", "G", "g", "Gi", "gibibyte", "gibibytes"], 1 << 30),
        (["GB", "gigabyte", "gigabytes"], 1e9),
        (["MiB", "M", "m", "Mi", "mebibyte", "mebibytes"], 1 << 20),
        (["MB", "megabyte", "megabytes"], 1e6),
        (["KiB", "K", "k", "Ki", "kibibyte", "kibibytes"], 1 << 10),
        (["kB", "kilobyte", "kilobytes"], 1e3),
        (["B", "b", "byte", "bytes"], 1),
    ];

    /// <summary>A time in ticks; infinity beyond what fits.</summary>
    /// <exception cref="FormatException">It is not a number with a unit; the message says what is missing.</exception>
    public static double ParseTicks(string text) => Parse(text, Times, "ms");

    /// <summary>A size in bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="usual">A unit in which such sizes are given, for who forgets it.</param>
    /// <exception cref="FormatException">It is not a number with a unit; the message says what is missing.</exception>
    public static double ParseBytes(string text, string usual) => Parse(text, Sizes, usual);

    /// <inheritdoc cref="ParseBytes(string, string)"/>
    public static double ParseBytes(string text) => ParseBytes(text, "KiB");

    /// <summary>The unit of a size or time that is well formed.</summary>
    public static string UnitOf(string text) => text[(text.LastIndexOfAny([.. "0123456789"]) + 1)..].Trim();

    // What is shorter than a millisecond is written as a fraction of one.
    public static string Text(TimeSpan time) =>
        (time > TimeSpan.Zero ? Whole(time.Ticks, Times[..5]) : null) ?? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");

    public static string Text(long bytes) => bytes == 0 ? "0B" : Whole(bytes, Sizes)!;

    private static string? Whole(long value, (string[] Names, double Size)[] units)
    {
        foreach (var (names, size) in units)
            if (value % size == 0 && names[0] is not ("GB" or "MB" or "kB")) return $"{value / size}{names[0]}";
        return null;
    }

    private static double Parse(string text, (string[] Names, double Size)[] units, string example)
    {
        var trimmed = text.AsSpan().Trim();
        var digits = trimmed.LastIndexOfAnyInRange('0', '9') + 1;
        if (!double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            throw new FormatException("it does not start with a number");
        var unit = trimmed[digits..].Trim().ToString();
        if (unit.Length == 0) throw new FormatException($"it has no unit, such as {trimmed}{example}");
        foreach (var (names, size) in units)
            if (names.Contains(unit, StringComparer.Ordinal)) return number * size;
        var known = string.Join(", ", units.Where(u => u.Names[0] != "ns").Select(u => u.Names[0]).Reverse());
        throw new FormatException($"'{unit}' is not one of the units {known}");
    }
}
