using System.Diagnostics;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Candidates;

/// <summary>
/// One shuffle of records of 32 bytes from as many sources to as many counts, on one node, in the present process, whose peak of memory
/// it tells.
/// </summary>
internal static class Shuffle
{
    private const int Keys = 10_000;

    /// <summary>Runs it a few times, after one run that does not count.</summary>
    public static async Task<ShuffleLine> RunAsync(int parallelism, long records, int runs)
    {
        var work = ExchangeWork.Create(records, [.. Enumerable.Range(0, Keys).Select(key => (long)key)]);
        await using var engine = new EngineJob(
            $"shuffle {parallelism}", records, KeyedWork.Expected(records, Keys), new EngineHost(nodes: 1), KeyedJob.Build(work, parallelism, parallelism));
        await engine.PrepareAsync();
        await Meter.MeasureAsync(engine);
        var made = new List<ShuffleLine.Run>();
        for (var i = 0; i < runs; i++)
        {
            var run = await Meter.MeasureAsync(engine);
            made.Add(new ShuffleLine.Run(run.PerWallSecond, run.PerCpuSecond));
        }

        using var process = Process.GetCurrentProcess();
        return new ShuffleLine(process.PeakWorkingSet64, GC.GetGCMemoryInfo().TotalCommittedBytes, made);
    }
}
