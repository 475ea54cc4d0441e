using System.Globalization;

namespace FlowActors.Runtime.Hosting;

/// <summary>Times and sizes as an application writes them in its configuration, in the largest unit that keeps them whole.</summary>
internal static class SettingsUnits
{
    private static readonly (string Unit, long Ticks)[] Times =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    private static readonly (string Unit, long Bytes)[] Sizes = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

    // What is shorter than a millisecond is written as a fraction of one.
    public static string Text(TimeSpan time) =>
        (time > TimeSpan.Zero ? Whole(time.Ticks, Times) : null) ?? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms");

    public static string Text(int bytes) => Whole(bytes, Sizes) ?? $"{bytes}B";

    private static string? Whole(long value, (string Name, long Size)[] units)
    {
        foreach (var (name, size) in units)
            if (value % size == 0) return $"{value / size}{name}";
        return null;
    }
}
