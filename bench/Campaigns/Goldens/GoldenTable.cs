using System.Globalization;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>The report of a campaign: a row for each query and number of nodes, printed as soon as it is known. Thread-safe.</summary>
/// <param name="runs">All runs; those of a row one after the other.</param>
/// <param name="output">Gets it.</param>
internal sealed class GoldenTable(IReadOnlyList<PlannedRun> runs, TextWriter output)
{
    private readonly Lock _lock = new();
    private readonly GoldenResult?[] _results = new GoldenResult?[runs.Count];
    private readonly IReadOnlyList<string> _ways = [.. runs.Select(run => run.Way.Column).Distinct()];
    private int _printed;

    /// <summary>Whether all rows are known, and as they were published.</summary>
    public bool IsClean => _results.All(result => result is { IsRight: true });

    /// <summary>Prints what stands above the rows.</summary>
    public void Begin()
    {
        output.WriteLine($"| query | nodes | {string.Join(" | ", _ways)} | kills | resumed at event | not started | seconds |");
        output.WriteLine($"|---|---:|{string.Concat(_ways.Select(_ => "---|"))}---:|---|---:|---:|");
        output.Flush();
    }

    /// <summary>One run is done.</summary>
    public void Take(int run, GoldenResult result)
    {
        lock (_lock)
        {
            _results[run] = result;
            while (_printed < runs.Count && RowFrom(_printed) is { Count: > 0 } row && row.All(i => _results[i] is not null))
            {
                output.WriteLine(Text(row));
                output.Flush();
                _printed += row.Count;
            }
        }
    }

    /// <summary>Prints what stands below them.</summary>
    public void End(TimeSpan took)
    {
        var results = _results.OfType<GoldenResult>().ToList();
        output.WriteLine();
        foreach (var (run, result) in runs.Zip(results, (run, result) => (run, result)).Where(r => !r.result.IsRight))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Golden.Query}, stream {run.Golden.Seed}, {run.Nodes} nodes, {run.Way.Name}: {result.Verdict}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{runs.Count} runs, {results.Sum(r => r.Kills)} kills, {results.Count(r => !r.IsRight && !r.IsUnknown)} wrong, {results.Sum(r => r.NotStarted)} not started, {results.Count(r => r.IsUnknown)} of them twice, {took.TotalMinutes:F1} minutes"));
        output.WriteLine(IsClean ? "VERDICT clean" : "VERDICT wrong");
    }

    private List<int> RowFrom(int first) =>
        [.. Enumerable.Range(first, runs.Count - first).TakeWhile(i => (runs[i].Golden.Query, runs[i].Nodes) == (runs[first].Golden.Query, runs[first].Nodes))];

    private string Text(List<int> row)
    {
        var results = row.Select(i => _results[i]!).ToList();
        var cells = _ways.Select(way => Cell([.. row.Where(i => runs[i].Way.Column == way).Select(i => _results[i]!)]));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {runs[row[0]].Golden.Query} | {runs[row[0]].Nodes} | {string.Join(" | ", cells)} | {results.Sum(r => r.Kills)} | {string.Join(", ", results.SelectMany(r => r.Resumed))} | {results.Sum(r => r.NotStarted)} | {results.Sum(r => r.Took.TotalSeconds):F0} |");
    }

    private static string Cell(List<GoldenResult> results) => string.Create(
        CultureInfo.InvariantCulture, $"{results.Count(r => r.IsRight)} of {results.Count} as published");
}
