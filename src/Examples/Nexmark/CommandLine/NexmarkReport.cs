using System.Globalization;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>The line that tells what a run of the nexmark command took.</summary>
internal static class NexmarkReport
{
    public static string Line(NexmarkOptions options, long rows, Measurement took) => Line(options, rows, options.Events, took);

    /// <summary>The line of a run that has read a part of the events.</summary>
    public static string Line(NexmarkOptions options, long rows, long eventsRead, Measurement took) => string.Create(
        CultureInfo.InvariantCulture,
        $"query={options.Query} events={options.Events} rows={rows} seconds={took.Wall.TotalSeconds:F3} " +
        $"events_per_second={eventsRead / took.Wall.TotalSeconds:F3} cpu_seconds={took.Cpu.TotalSeconds:F3}");
}
