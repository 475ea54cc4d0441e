using System.Diagnostics;
using System.Globalization;

namespace FlowActors.Bench.Harness;

/// <summary>Times one run of a contender and checks its result.</summary>
internal static class Meter
{
    public static async Task<Measurement> MeasureAsync(Contender contender)
    {
        CollectGarbage();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var started = Stopwatch.GetTimestamp();
        var result = await contender.RunAsync();
        var wall = Stopwatch.GetElapsedTime(started);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Check(contender, result);
        return new Measurement(contender.Records, wall.TotalSeconds, cpu.TotalSeconds, allocated);
    }

    /// <summary>A run does not pay for what the one before it left behind.</summary>
    private static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void Check(Contender contender, long result)
    {
        if (result == contender.Expected) return;
        throw new BenchException(string.Create(
            CultureInfo.InvariantCulture,
            $"{contender.Name} gave {result} over its {contender.Records:N0} records, but {contender.Expected} is right: its figures would be those of other work. Nothing was reported; find the lost, doubled or changed records first."));
    }
}
