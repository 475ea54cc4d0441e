using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>The line that the examples print for each repeat of a Nexmark query: <c>query=q0 events=200000 rows=... seconds=... cpu_seconds=...</c>.</summary>
internal sealed record NexmarkLine(string Query, long Events, long Rows, double CpuSeconds, double WallSeconds)
{
    public double EventsPerCpuSecond => Events / CpuSeconds;

    /// <summary>The line's fields; null when it is another line.</summary>
    public static NexmarkLine? TryParse(string line)
    {
        var fields = new Dictionary<string, string>();
        foreach (var part in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at) fields[part[..at]] = part[(at + 1)..];
        var culture = CultureInfo.InvariantCulture;
        return fields.TryGetValue("query", out var query)
            && fields.TryGetValue("events", out var events) && long.TryParse(events, culture, out var eventCount)
            && fields.TryGetValue("rows", out var rows) && long.TryParse(rows, culture, out var rowCount)
            && fields.TryGetValue("cpu_seconds", out var cpu) && double.TryParse(cpu, culture, out var cpuSeconds)
            && fields.TryGetValue("seconds", out var wall) && double.TryParse(wall, culture, out var wallSeconds)
            ? new NexmarkLine(query, eventCount, rowCount, cpuSeconds, wallSeconds)
            : null;
    }
}
