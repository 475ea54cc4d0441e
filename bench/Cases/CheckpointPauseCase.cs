using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long records stand still for a barrier, in all subtasks of a keyed count that takes one checkpoint after the other.</summary>
/// <param name="name">The case's name.</param>
/// <param name="figure">What its figure is called.</param>
/// <param name="keys">How many keys there are.</param>
/// <param name="state">Where state is kept.</param>
internal sealed class CheckpointPauseCase(string name, string figure, int keys, StateChoice state) : BenchCase
{
    private const int Parallelism = 4;
    private const int PausesMin = 1_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3.5);

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"keyed count of {keys:N0} longs ({state.Text}), from a barrier's arrival on all channels to the next record, {2 * Parallelism} subtasks, checkpoints {s_interval.TotalMilliseconds:F0} ms after each other");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        await using var host = new EngineHost(nodes: 1, state);
        await host.StartAsync();
        await using var job = await RunningCount.StartAsync(host, keys, Parallelism, Often, cancellationToken);
        var pauses = new LatencyHistogram();
        var (started, checkpoints, missed) = (Stopwatch.GetTimestamp(), 0, 0L);
        var before = await job.PausesAsync(cancellationToken);
        while (pauses.Count < PausesMin && Stopwatch.GetElapsedTime(started) < s_limit)
        {
            await job.Completed.NextAsync(cancellationToken);
            var now = await job.PausesAsync(cancellationToken);
            checkpoints++;
            foreach (var (was, now1) in before.Zip(now))
            {
                // Of several since the last look only the last one's length is known.
                if (now1.Count > was.Count) pauses.Record(TimeSpan.FromMilliseconds(now1.LastMs));
                missed += Math.Max(0, now1.Count - was.Count - 1);
            }

            before = now;
        }

        if (pauses.Count < PausesMin) throw new BenchException($"Only {pauses.Count} pauses of {PausesMin} were seen in {s_limit}.");
        report.Table(
            $"{Name}: {Summary}",
            ["ms", "p50", "p99", "max", "pauses", "not seen", "checkpoints"],
            [
                [
                    "pause", .. new[] { 50, 99, 100.0 }.Select(percent => SignificantDigits.Format(pauses.Milliseconds(percent))),
                    .. new[] { pauses.Count, missed, checkpoints }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
                ],
            ]);
        report.Figure(figure, pauses.Milliseconds(99));
    }

    private static void Often(StreamExecutionEnvironment env) =>
        env.EnableCheckpointing(s_interval).ConfigureCheckpoints(c => c with { MinPause = s_interval });
}
