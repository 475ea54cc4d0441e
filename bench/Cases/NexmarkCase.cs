using System.Globalization;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>Whole queries, generator included, against what Flink needs for them.</summary>
internal sealed class NexmarkCase : BenchCase
{
    private const long Events = 2_000_000;
    private const int Repeats = 3;

    /// <summary>Of every 50 events 46 are bids, and these queries give a row for each bid.</summary>
    private static readonly string[] s_rowForEachBid = ["q0", "q1", "q22"];

    public override string Name => "nexmark";

    public override string Summary => "Nexmark queries on parallelism 1, events per CPU second against Flink's";

    public override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var program = ExamplesProgram.Find();
        var rows = new List<string[]>();
        var logarithms = new List<double>();
        foreach (var (query, flink) in FlinkNexmark.Figures)
        {
            var best = (await RunAsync(program, query, cancellationToken)).Max(line => line.EventsPerCpuSecond) / 1e3;
            logarithms.Add(Math.Log(best / flink));
            rows.Add([query, .. new[] { best, flink, best / flink }.Select(SignificantDigits.Format)]);
        }

        report.Table($"{Name}: {Summary}", ["query", "k events/CPU s", "Flink", "ratio"], rows);
        report.Figure("nexmark/flink-geomean", Math.Exp(logarithms.Average()));
    }

    private static async Task<List<NexmarkLine>> RunAsync(ExamplesProgram program, string query, CancellationToken cancellationToken)
    {
        var lines = new List<NexmarkLine>();
        string[] arguments =
        [
            "nexmark", "--query", query, "--parallelism", "1",
            "--events", Events.ToString(CultureInfo.InvariantCulture),
            "--repeat", Repeats.ToString(CultureInfo.InvariantCulture),
        ];
        await program.RunAsync(arguments, Add, cancellationToken);
        Check(query, lines);
        return lines;

        void Add(string text)
        {
            if (NexmarkLine.TryParse(text) is { } line) lines.Add(line);
        }
    }

    private static void Check(string query, List<NexmarkLine> lines)
    {
        if (lines.Count != Repeats || lines.Exists(line => line.Query != query || line.Events != Events || line.Rows != lines[0].Rows))
            throw new BenchException($"{query} did not print {Repeats} lines with the same query, events and rows, but: {string.Join(" / ", lines)}");
        if (s_rowForEachBid.Contains(query) && lines[0].Rows != Events / 50 * 46)
            throw new BenchException($"{query} gave {lines[0].Rows} rows; a row for each of the {Events / 50 * 46} bids is right.");
    }
}
