using System.Globalization;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Nexmark;

/// <summary>The line that tells what a run of the nexmark command took.</summary>
internal static class NexmarkReport
{
    public static string Line(NexmarkOptions options, long rows, Measurement took) => string.Create(
        CultureInfo.InvariantCulture,
        $"query={options.Query} events={options.Events} rows={rows} seconds={took.Wall.TotalSeconds:F3} " +
        $"events_per_second={options.Events / took.Wall.TotalSeconds:F3} cpu_seconds={took.Cpu.TotalSeconds:F3}");
}
