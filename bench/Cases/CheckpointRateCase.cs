using System.Diagnostics;
using System.Globalization;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>A keyed count with a checkpoint each second and without any, in turn: records per second of wall time.</summary>
/// <param name="name">The case's name.</param>
/// <param name="figure">What its ratio is called.</param>
/// <param name="keys">How many keys there are; all are there before anything is measured.</param>
/// <param name="roundsMax">So many rounds at most.</param>
/// <param name="state">Where state is kept.</param>
internal sealed class CheckpointRateCase(string name, string figure, int keys, int roundsMax, StateChoice state) : BenchCase
{
    private const int Parallelism = 2;
    private const int CheckpointsMin = 10;
    private const int WarmUpCheckpoints = 12;
    private const int WarmUpKeys = 1_000_000;
    private const int KeysChangedMin = 100_000;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_plain = TimeSpan.FromSeconds(10);

    // With so many keys a checkpoint takes longer than its interval.
    private static readonly TimeSpan s_checkpointedMax = TimeSpan.FromSeconds(60);

    // A key and its count.
    private const int EntryBytes = 16;

    private readonly CheckpointLog _written = new();

    public override string Name => name;

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"keyed count of {keys:N0} longs ({state.Text}), checkpoints of {s_interval.TotalSeconds:F0} s against none, parallelism {Parallelism}");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        await using var host = new EngineHost(nodes: 1, state, _written);
        await host.StartAsync();
        await WarmUpAsync(host, cancellationToken);
        var (checkpointed, plain) = (new List<Stretch>(), new List<Stretch>());
        for (var round = 1; round <= Math.Min(settings.Rounds, roundsMax); round++)
        {
            GC.Collect();
            await using (var job = await RunningCount.StartAsync(host, keys, Parallelism, _ => { }, cancellationToken))
                plain.Add(await PlainAsync(job, cancellationToken));
            GC.Collect();
            await using (var job = await RunningCount.StartAsync(host, keys, Parallelism, Checkpointed, cancellationToken))
                checkpointed.Add(await CheckpointedAsync(job, round, report, cancellationToken));
        }

        Report(checkpointed, plain, report);
    }

    private static void Checkpointed(StreamExecutionEnvironment env) => env.EnableCheckpointing(s_interval);

    // Until all code is compiled that records and checkpoints go through: it is compiled anew when it has run for some time.
    private static async Task WarmUpAsync(EngineHost host, CancellationToken cancellationToken)
    {
        await using (var job = await RunningCount.StartAsync(host, WarmUpKeys, Parallelism, Checkpointed, cancellationToken))
            for (var i = 0; i < WarmUpCheckpoints; i++) await job.Completed.NextAsync(cancellationToken);
        await Compiler.UntilQuietAsync();
    }

    // From the completion of one to that of the last: whole checkpoints, with what lies between them.
    private async Task<Stretch> CheckpointedAsync(RunningCount job, int round, BenchReport report, CancellationToken cancellationToken)
    {
        await job.Completed.NextAsync(cancellationToken);
        var (started, first) = (Stopwatch.GetTimestamp(), await job.RecordsAsync(cancellationToken));
        _written.Reset();
        var (seconds, records, rows) = (0.0, 0L, new List<string[]>());
        while (seconds < s_checkpointedMax.TotalSeconds && (rows.Count < CheckpointsMin || seconds < s_plain.TotalSeconds))
        {
            var number = await job.Completed.NextAsync(cancellationToken);
            var (until, counted) = (Stopwatch.GetElapsedTime(started).TotalSeconds, await job.RecordsAsync(cancellationToken) - first);
            rows.Add([number.ToString(CultureInfo.InvariantCulture), .. new[] { until, until - seconds, (counted - records) / 1e6 }.Select(SignificantDigits.Format)]);
            (seconds, records) = (until, counted);
        }

        report.Table($"checkpoints that completed, round {round}", ["number", "at s", "seconds", "M records meanwhile"], rows);
        return new Stretch(seconds, records, rows.Count, job.KeysChanged(records / seconds))
        {
            MegabytesWritten = _written.BytesOfEach / 1e6, MegabytesChanged = job.KeysChanged((double)records / rows.Count) * EntryBytes / 1e6,
        };
    }

    private static async Task<Stretch> PlainAsync(RunningCount job, CancellationToken cancellationToken)
    {
        var (started, first) = (Stopwatch.GetTimestamp(), await job.RecordsAsync(cancellationToken));
        await Task.Delay(s_plain, cancellationToken);
        var (seconds, records) = (Stopwatch.GetElapsedTime(started).TotalSeconds, await job.RecordsAsync(cancellationToken) - first);
        return new Stretch(seconds, records, 0, job.KeysChanged(records / seconds));
    }

    private void Report(List<Stretch> checkpointed, List<Stretch> plain, BenchReport report)
    {
        foreach (var stretch in checkpointed) Check(stretch);
        var (with, without) = (Spread.Of(checkpointed.Select(s => s.PerSecond)), Spread.Of(plain.Select(s => s.PerSecond)));
        report.Table(
            $"{Name}: {Summary} ({checkpointed.Count} rounds)",
            ["", "M/s min", "median", "max", "checkpoints", "keys changed/s", "MB written", "MB changed"],
            [Row("checkpointed", with, checkpointed), Row("plain", without, plain)]);
        report.Figure(figure, with.Median / without.Median);
    }

    private static string[] Row(string what, Spread rates, List<Stretch> stretches) =>
    [
        what,
        .. new[] { rates.Min, rates.Median, rates.Max }.Select(rate => SignificantDigits.Format(rate / 1e6)),
        string.Join(" + ", stretches.Select(s => s.Checkpoints)),
        stretches.Min(s => s.KeysChanged).ToString("N0", CultureInfo.InvariantCulture),
        SignificantDigits.Format(stretches.Average(s => s.MegabytesWritten)),
        SignificantDigits.Format(stretches.Average(s => s.MegabytesChanged)),
    ];

    private void Check(Stretch stretch)
    {
        if (stretch.KeysChanged < KeysChangedMin)
            throw new BenchException($"Only {stretch.KeysChanged:F0} keys changed a second: a checkpoint had less to do than {KeysChangedMin} ask for.");
        if (stretch.Checkpoints < CheckpointsMin && stretch.Seconds < s_checkpointedMax.TotalSeconds)
            throw new BenchException($"Only {stretch.Checkpoints} checkpoints completed in {Name}.");
    }

    private readonly record struct Stretch(double Seconds, long Records, int Checkpoints, double KeysChanged)
    {
        public double PerSecond => Records / Seconds;

        /// <summary>What a checkpoint has written, on average.</summary>
        public double MegabytesWritten { get; init; }

        /// <summary>The keys and counts that have changed from one checkpoint to the next.</summary>
        public double MegabytesChanged { get; init; }
    }
}
