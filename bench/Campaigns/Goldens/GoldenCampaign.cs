using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Goldens;

/// <summary>
/// All published results of the queries that the examples have hold however their jobs come to their ends: killed and resumed, stopped with
/// a savepoint and rescaled, on one node and on several.
/// </summary>
/// <param name="queries">Which ones; empty for all.</param>
/// <param name="seed">What moments are drawn from.</param>
/// <param name="nodes">On how many nodes.</param>
/// <param name="output">Gets the table.</param>
/// <param name="progress">Gets a line for each run.</param>
internal sealed class GoldenCampaign(IReadOnlyList<string> queries, ulong seed, IReadOnlyList<int> nodes, TextWriter output, TextWriter progress)
{
    /// <summary>The queries that the examples have.</summary>
    public static readonly IReadOnlyList<string> Queries = ["q0", "q1", "q2", "q14", "q17", "q18", "q21", "q22"];

    // Processes that are held back by the throttle leave time to others.
    private const int AtOnce = 2;
    private const int KillsMax = 4;

    /// <returns>0 when all rows are as they were published, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var program = ExamplesProgram.Find();
        var folder = Directory.CreateTempSubdirectory("flowactors-goldens-").FullName;
        var runs = Plan(Golden.ReadAll(program.Root)).ToList();
        var results = new GoldenResult[runs.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, runs.Count), options, async (i, token) =>
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture))).FullName;
            results[i] = await RunAsync(program, runs[i], own, token);
            await progress.WriteLineAsync(Row(runs[i], results[i]));
            if (results[i].Difference is null) Directory.Delete(own, recursive: true);
        });
        return Report(runs, results, folder);
    }

    private static async Task<GoldenResult> RunAsync(ExamplesProgram program, Run run, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await new GoldenRun(program, run.Golden, run.Nodes, folder).RunAsync(run.Way, cancellationToken);
        }
        catch (BenchException e)
        {
            return new GoldenResult(0, [], e.Message);
        }
    }

    // Drawn in order, before anything runs: the same seed gives the same moments.
    private IEnumerable<Run> Plan(IReadOnlyList<Golden> goldens)
    {
        var random = new Random(unchecked((int)seed));
        foreach (var query in queries.Count == 0 ? Queries : queries)
        {
            foreach (var golden in goldens.Where(g => g.Query == query))
            {
                foreach (var count in nodes)
                {
                    yield return new Run(golden, count, new GoldenWay.Killed([Moment(random, 10)]));
                    yield return new Run(golden, count, new GoldenWay.Killed([.. Enumerable.Range(0, random.Next(2, KillsMax + 1)).Select(_ => Moment(random, 4))]));
                    yield return new Run(golden, count, new GoldenWay.Rescaled(2, 5, Position(random, golden)));
                    yield return new Run(golden, count, new GoldenWay.Rescaled(5, 2, Position(random, golden)));
                }
            }
        }
    }

    private static KillMoment Moment(Random random, int checkpointsMax) => new(random.Next(checkpointsMax + 1), TimeSpan.FromMilliseconds(random.Next(300)));

    private static long Position(Random random, Golden golden) => random.NextInt64(golden.Events / 4, golden.Events * 3 / 4);

    private int Report(IReadOnlyList<Run> runs, IReadOnlyList<GoldenResult> results, string folder)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"campaign goldens, seed {seed}, checkpoints of 200 ms, 50,000 events a second"));
        output.WriteLine();
        output.WriteLine("| query | stream | nodes | way | kills | resumed at event | result |");
        output.WriteLine("|---|---:|---:|---|---:|---|---|");
        foreach (var (run, result) in runs.Zip(results)) output.WriteLine(Row(run, result));
        output.WriteLine();
        var wrong = results.Count(r => r.Difference is not null);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Count} runs, {results.Sum(r => r.Kills)} kills, {wrong} wrong"));
        output.WriteLine(wrong == 0 ? "VERDICT clean" : "VERDICT wrong");
        if (wrong == 0) Directory.Delete(folder, recursive: true);
        else output.WriteLine($"What is wrong is in {folder}.");
        return wrong == 0 ? 0 : 1;
    }

    private static string Row(Run run, GoldenResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {run.Golden.Query} | {run.Golden.Seed} | {run.Nodes} | {run.Way.Name} | {result.Kills} | {string.Join(", ", result.Resumed)} | {result.Difference?.ReplaceLineEndings(" ") ?? "as published"} |");

    private sealed record Run(Golden Golden, int Nodes, GoldenWay Way);
}
