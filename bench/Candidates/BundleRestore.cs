using System.Diagnostics;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.State.RocksDb;

namespace FlowActors.Bench.Candidates;

/// <summary>What it took to restore all subtasks of a vertex, one after the other, so that none disturbs another one.</summary>
/// <param name="LongestSeconds">The subtask that took longest: with a thread for each they are ready then.</param>
/// <param name="CpuSeconds">All of them, of the whole process.</param>
/// <param name="GroupsMax">The key groups of the subtask that has most.</param>
internal sealed record BundleRestore(double LongestSeconds, double CpuSeconds, int GroupsMax)
{
    private const int Checked = 1_000;

    /// <summary>Restores them, looks for some keys and lets all go.</summary>
    /// <exception cref="BenchException">A key was not counted.</exception>
    public static BundleRestore Run(BundleLayout layout, BundleStore store, long[][] keys, int parallelism, long memoryBytes)
    {
        using var backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = memoryBytes });
        var states = new List<BundledState>();
        try
        {
            var (cpu, longest) = (Environment.CpuUsage.TotalTime, TimeSpan.Zero);
            for (var subtask = 0; subtask < parallelism; subtask++)
            {
                var started = Stopwatch.GetTimestamp();
                states.Add(new BundledState(backend, layout.Of(subtask, parallelism), store.Databases));
                if (Stopwatch.GetElapsedTime(started) is var took && took > longest) longest = took;
            }

            cpu = Environment.CpuUsage.TotalTime - cpu;
            Check(states, keys);
            return new BundleRestore(longest.TotalSeconds, cpu.TotalSeconds, states.Max(s => s.Groups));
        }
        finally
        {
            foreach (var state in states) state.Dispose();
        }
    }

    private static void Check(List<BundledState> states, long[][] keys)
    {
        var some = keys.SelectMany(own => own.Where((_, i) => i % (own.Length / Checked) == 0)).ToArray();
        foreach (var state in states) state.Read([.. some.Where(state.Has)]);
        if (states.Sum(s => some.Count(s.Has)) != some.Length) throw new BenchException("A key lives in no subtask, or in two.");
    }
}
