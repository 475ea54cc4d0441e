using System.Diagnostics;
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
/// <param name="state">Where the jobs keep state.</param>
/// <param name="output">Gets the table.</param>
/// <param name="progress">Gets a line for each run.</param>
internal sealed class GoldenCampaign(IReadOnlyList<string> queries, ulong seed, IReadOnlyList<int> nodes, StateChoice state, TextWriter output, TextWriter progress)
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
        var table = new GoldenTable(runs, output);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"campaign goldens, seed {seed}, checkpoints of 200 ms, 50,000 events a second, state: {state.Text}"));
        output.WriteLine();
        table.Begin();
        var started = Stopwatch.GetTimestamp();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, runs.Count), options, async (i, token) =>
        {
            var own = Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture));
            var result = await RunAsync(program, runs[i], own, token);
            await progress.WriteLineAsync(Line(runs[i], result));
            if (result.IsRight) Directory.Delete(own, recursive: true);
            table.Take(i, result);
        });
        table.End(Stopwatch.GetElapsedTime(started));
        if (table.IsClean) Directory.Delete(folder, recursive: true);
        else await output.WriteLineAsync($"What is wrong is in {folder}.");
        return table.IsClean ? 0 : 1;
    }

    // What did not start is neither right nor wrong, and begins anew, once.
    private async Task<GoldenResult> RunAsync(ExamplesProgram program, PlannedRun run, string folder, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var notStarted = 0; ; notStarted++)
        {
            GoldenResult result;
            try
            {
                Directory.CreateDirectory(folder);
                result = await new GoldenRun(program, run.Golden, run.Nodes, state, folder).RunAsync(run.Way, cancellationToken);
            }
            catch (NotStartedException) when (notStarted == 0)
            {
                Directory.Delete(folder, recursive: true);
                continue;
            }
            catch (NotStartedException e)
            {
                result = new GoldenResult(0, [], e.Message) { IsUnknown = true };
                notStarted++;
            }
            catch (BenchException e)
            {
                result = new GoldenResult(0, [], e.Message);
            }

            return result with { NotStarted = notStarted, Took = Stopwatch.GetElapsedTime(started) };
        }
    }

    // Drawn in order, before anything runs: the same seed gives the same moments.
    private IEnumerable<PlannedRun> Plan(IReadOnlyList<Golden> goldens)
    {
        var random = new Random(unchecked((int)seed));
        foreach (var query in queries.Count == 0 ? Queries : queries)
        {
            foreach (var count in nodes)
            {
                foreach (var golden in goldens.Where(g => g.Query == query))
                {
                    yield return new PlannedRun(golden, count, new GoldenWay.Killed([Moment(random, 6)]));
                    yield return new PlannedRun(golden, count, new GoldenWay.Killed([.. Enumerable.Range(0, random.Next(2, KillsMax + 1)).Select(_ => Moment(random, 2))]));
                    yield return new PlannedRun(golden, count, new GoldenWay.Rescaled(2, 5, Position(random, golden)));
                    yield return new PlannedRun(golden, count, new GoldenWay.Rescaled(5, 2, Position(random, golden)));
                    if (!state.IsOnDisk) continue;
                    yield return new PlannedRun(golden, count, new GoldenWay.Moved(StateChoice.InMemory, state, Position(random, golden)));
                    yield return new PlannedRun(golden, count, new GoldenWay.Moved(state, StateChoice.InMemory, Position(random, golden)));
                }
            }
        }
    }

    private static KillMoment Moment(Random random, int checkpointsMax) => new(random.Next(1, checkpointsMax + 1), TimeSpan.FromMilliseconds(random.Next(300)));

    private static long Position(Random random, Golden golden) => random.NextInt64(golden.Events / 4, golden.Events * 3 / 4);

    private static string Line(PlannedRun run, GoldenResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Golden.Query}, stream {run.Golden.Seed}, {run.Nodes} nodes, {run.Way.Name}: {result.Kills} kills, resumed at {string.Join(", ", result.Resumed)}, {result.Took.TotalSeconds:F1} s: {result.Verdict}");
}
