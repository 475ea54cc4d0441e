using System.Text;
using FlowActors.Examples.Nexmark;
using FlowActors.Tests.Examples.CommandLine;
using FlowActors.Tests.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Runs;

/// <summary>The queries run as jobs, compared with the published results.</summary>
internal static class QueryRuns
{
    public static TheoryData<string, long, int> AtEveryParallelism()
    {
        var data = new TheoryData<string, long, int>();
        foreach (var query in NexmarkQueries.All.Keys)
        {
            foreach (var seed in new[] { 1L, 2L })
            {
                foreach (var parallelism in new[] { 1, 2, 5 }) data.Add(query, seed, parallelism);
            }
        }

        return data;
    }

    public static async Task GivesThePublishedRowsAsync(StreamExecutionEnvironment env, string query, long seed, int parallelism)
    {
        var golden = Golden.Of(query, seed);
        using var folder = new TempFolder();
        var results = new WrittenRows(folder["rows"]);
        NexmarkJob.Build(
            env,
            new NexmarkOptions(query) { Seed = seed, Events = golden.Events, Group = golden.Group, Parallelism = parallelism },
            results);

        var job = await env.ExecuteAsync(query);
        var end = await job.WaitForEndAsync();

        Assert.Equal((long)golden.Events, end.Accumulators[NexmarkSource.EventsAccumulator]);
        var rows = results.Read();
        Assert.Equal(golden.Rows, rows.Count);
        var lines = rows.Sorted();
        foreach (var (expected, actual) in golden.FirstLines().Zip(lines)) Assert.Equal(expected, Encoding.UTF8.GetString(actual).TrimEnd('\n'));
        Assert.Equal(golden.Md5, Lines.Md5(lines));
    }
}
