using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>Whole queries with state on RocksDB and checkpoints, generator included, against what Flink needs for them on RocksDB.</summary>
internal sealed class NexmarkRocksDbCase : BenchCase
{
    private const int IntervalSeconds = 10;
    private const int CheckpointsMin = 2;

    // Of each so many that two checkpoints fall in.
    private static readonly IReadOnlyList<(string Query, long Events)> s_queries = [("q17", 100_000_000), ("q18", 20_000_000)];
    private static readonly StateChoice s_state = StateChoice.OnRocksDb(64 << 20);

    public override string Name => "nexmark-rocksdb";

    public override string Summary => string.Create(
        CultureInfo.InvariantCulture, $"Nexmark queries on RocksDB ({s_state.MemoryBytes:N0} bytes), checkpoints of {IntervalSeconds} s, parallelism 1, events per CPU second against Flink's");

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var program = ExamplesProgram.Find();
        var rows = new List<string[]>();
        var ratios = new List<(string Query, double Ratio)>();
        foreach (var (query, events) in s_queries)
        {
            var line = await RunAsync(program, query, events, cancellationToken);
            var (rate, flink) = (line.EventsPerCpuSecond / 1e3, FlinkNexmark.OnRocksDb[query]);
            rows.Add([query, .. new[] { rate, flink, rate / flink, line.WallSeconds }.Select(SignificantDigits.Format)]);
            ratios.Add((query, rate / flink));
        }

        report.Table($"{Name}: {Summary}", ["query", "k events/CPU s", "Flink", "ratio", "s"], rows);
        foreach (var (query, ratio) in ratios) report.Figure($"nexmark-rocksdb-{query}/flink", ratio);
    }

    private static async Task<NexmarkLine> RunAsync(ExamplesProgram program, string query, long events, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "nexmark", "--query", query, "--parallelism", "1", "--events", events.ToString(CultureInfo.InvariantCulture),
            "--checkpoint-interval", $"{IntervalSeconds}s", .. s_state.Arguments,
        ];
        NexmarkLine? told = null;
        await program.RunAsync(arguments, text => told = NexmarkLine.TryParse(text) ?? told, cancellationToken);
        if (told is null || told.Query != query || told.Events != events) throw new BenchException($"{query} did not print its line, but: {told}");
        if (told.WallSeconds < CheckpointsMin * IntervalSeconds + 1)
            throw new BenchException($"{query} took {told.WallSeconds:F1} s, and {CheckpointsMin} checkpoints of {IntervalSeconds} s do not fall in: give it more events.");
        return told;
    }
}
