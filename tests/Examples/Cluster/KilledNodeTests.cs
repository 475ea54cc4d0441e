using System.Text;
using FlowActors.Client;
using FlowActors.Client.Submission;
using FlowActors.Tests.Examples.CommandLine;
using FlowActors.Tests.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Cluster;

/// <summary>Nodes in processes of their own, one of which is killed while a job works: the rows are those that were published.</summary>
public sealed class KilledNodeTests
{
    [Theory]
    [InlineData(0, "memory")]
    [InlineData(2, "rocksdb")]
    public async Task A_query_gives_the_published_rows_whichever_node_is_killed(int killed, string state)
    {
        using var folder = new TempFolder();
        var golden = Golden.Of("q17", seed: 1);
        var nodes = await NodeProcess.StartAsync(3, folder["shared"]);
        try
        {
            using var client = nodes[1].CreateClient();
            var submitted = await client.SubmitAsync(new JobSubmission("nexmark")
            {
                Parallelism = 5,
                Arguments = new Dictionary<string, string>
                {
                    ["query"] = "q17", ["seed"] = "1", ["events"] = $"{golden.Events}", ["throttle"] = "50000", ["state"] = state, ["checkpoint-interval"] = "00:00:00.3", ["output"] = folder["rows.txt"],
                },
            });
            var job = client.Job(submitted.Id);
            await UntilAsync(async () => (await job.GetCheckpointsAsync()).Counts.Completed > 1);
            await nodes[killed].KillAsync();
            await UntilAsync(async () => (await job.GetDetailsAsync()) is { Status: "Finished", Attempt: > 1 });

            var lines = await File.ReadAllLinesAsync(folder["rows.txt"]);
            Assert.Equal(golden.Rows, lines.Length);
            Assert.Equal(golden.Md5, Lines.Md5(lines.Order(StringComparer.Ordinal)));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(string.Join("\n----\n", nodes.Select(n => n.Log)), e);
        }
        finally
        {
            foreach (var node in nodes) node.Dispose();
        }
    }

    // While the job manager moves nobody answers: the test's time limit is the end of it.
    private static async Task UntilAsync(Func<Task<bool>> isTrue)
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
}
