using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long a checkpoint takes beside a sink that is far too slow, so that all channels before it are full: unaligned, and aligned.</summary>
internal sealed class CheckpointUnalignedCase : BenchCase
{
    private const int Parallelism = 2;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    // Until the channels are full; a sink that takes 200 records a second empties none of them meanwhile.
    private static readonly TimeSpan s_fill = TimeSpan.FromSeconds(3);

    public override string Name => "checkpoint-unaligned";

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"one checkpoint beside a sink behind a keyBy that needs {SlowSink.PerRecord.TotalMilliseconds:F0} ms a record, parallelism {Parallelism}");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        await using var host = new EngineHost(nodes: 1);
        await host.StartAsync();
        var unaligned = await SecondsAsync(host, CheckpointAlignment.Unaligned, cancellationToken);
        var aligned = await SecondsAsync(host, CheckpointAlignment.Aligned, cancellationToken);
        report.Table(
            $"{Name}: {Summary}",
            ["", "seconds"],
            [["unaligned", SignificantDigits.Format(unaligned)], ["aligned", SignificantDigits.Format(aligned)]]);
        report.Figure("unaligned-seconds", unaligned);
        report.Figure("aligned-seconds", aligned);
    }

    private static async Task<double> SecondsAsync(EngineHost host, CheckpointAlignment alignment, CancellationToken cancellationToken)
    {
        var job = await host.SubmitAsync($"slow {alignment}", Build, cancellationToken);
        while (await job.GetStatusAsync(cancellationToken) != JobStatus.Running) await Task.Delay(10, cancellationToken);
        await Task.Delay(s_fill, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var checkpoint = job.TriggerCheckpointAsync(cancellationToken);
        if (await Task.WhenAny(checkpoint, Task.Delay(s_limit, cancellationToken)) != checkpoint)
            throw new BenchException($"The checkpoint ({alignment}) is not complete after {s_limit.TotalSeconds:F0} s.");
        await checkpoint;
        var elapsed = Stopwatch.GetElapsedTime(started);
        await EndlessJob.CancelAsync(job, cancellationToken);
        return elapsed.TotalSeconds;

        void Build(StreamExecutionEnvironment env) => env
            .EnableCheckpointing(TimeSpan.FromDays(1))
            .ConfigureCheckpoints(c => c with { Alignment = alignment })
            .SetParallelism(Parallelism)
            .Generate<long>(null, static position => position)
            .KeyBy(static x => x)
            .SinkTo(new SlowSink());
    }
}
