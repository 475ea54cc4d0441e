using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Submission;
using FlowActors.Tests.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Queries that run on nodes in processes of their own.</summary>
internal static class ClusterJobs
{
    /// <summary>Starts a query over the events of which the rows were published, with two checkpoints a second.</summary>
    /// <param name="client">Asks a node.</param>
    /// <param name="query">The query.</param>
    /// <param name="state">Where its state is.</param>
    /// <param name="eventsPerSecond">How fast it reads.</param>
    /// <param name="output">Where its rows go.</param>
    public static async Task<RemoteJob> SubmitAsync(FlowActorsClient client, string query, string state, int eventsPerSecond, string output)
    {
        var submitted = await client.SubmitAsync(new JobSubmission("nexmark")
        {
            Parallelism = 3,
            Arguments = new Dictionary<string, string>
            {
                ["query"] = query, ["seed"] = "1", ["events"] = $"{Golden.Of(query, seed: 1).Events}", ["throttle"] = $"{eventsPerSecond}", ["state"] = state, ["checkpoint-interval"] = "00:00:00.5", ["output"] = output,
            },
        });
        return client.Job(submitted.Id);
    }

    /// <summary>Awaits what a node tells. While the job manager moves nobody answers: the test's time limit is the end of it.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        while (true)
        {
            try
            {
                if (await isTrue()) return;
            }
            catch (FlowActorsClientException e) when (e.Status is System.Net.HttpStatusCode.ServiceUnavailable)
            {
                // Asked again.
            }
        }
    }

    /// <summary>The rows of a query are those that were published, each once.</summary>
    public static async Task AssertPublishedAsync(string query, string output)
    {
        var golden = Golden.Of(query, seed: 1);
        var lines = await File.ReadAllLinesAsync(output);
        Assert.Equal((query, golden.Rows), (query, lines.Length));
        Assert.Equal((query, golden.Md5), (query, Lines.Md5(lines.Order(StringComparer.Ordinal))));
    }
}
