using System.Net;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Partitions;

/// <summary>A node that leads a job and works for it is cut off from the two others.</summary>
public sealed class PartitionTests : IDisposable
{
    private const int CutOff = 0;

    // It never gives the others up, and gives up quickly what it awaits of them.
    private const string Unaware = """
        akka.cluster.split-brain-resolver.stable-after = 1h
        akka.coordinated-shutdown { default-phase-timeout = 2s, phases { cluster-exiting.timeout = 2s, cluster-sharding-shutdown-region.timeout = 2s } }
        flowactors.client.timeout = 3s
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    private string Output => Path.Combine(_folder, "output");

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_larger_half_goes_on_and_the_node_ends_before_that_and_does_nothing_more_for_anybody()
    {
        await using var cluster = await StartAsync();
        var job = await RunAsync(cluster);
        await cluster.CutOffAsync(CutOff);
        var attempt = await NextAttemptAsync(job);

        // Its own resolver has ended it: the others wait longer by the removal margin.
        var (files, sent) = (FilesOf(attempt: 1), cluster.Data.SentBy(CutOff));
        Assert.NotEmpty(files);
        await AnswersNothingAsync(cluster[CutOff]);
        await cluster[CutOff].System.WhenTerminated;
        Assert.False(cluster[CutOff].Node.HasLeft);

        await cluster.HealAsync();
        await AssertCommittedOnceAsync(job, attempt);
        Assert.Empty(FilesOf(attempt: 1).Except(files));
        Assert.Equal(sent, cluster.Data.SentBy(CutOff));
    }

    [Fact]
    public async Task A_node_that_does_not_notice_decides_nothing_any_more_and_the_journal_puts_it_out()
    {
        await using var cluster = await StartAsync(Unaware);
        var job = await RunAsync(cluster);
        await cluster.CutOffAsync(CutOff);
        var attempt = await NextAttemptAsync(job);
        var files = FilesOf(attempt: 1);

        // Its job manager and its coordinator still lead, for all that they know.
        var error = await Assert.ThrowsAsync<FlowActorsClientException>(() => cluster[CutOff].Client.Job(NumberedJob.Name).CancelAsync());
        Assert.True(error.Status is null or HttpStatusCode.ServiceUnavailable, error.ToString());
        await cluster.HealAsync();
        await AssertCommittedOnceAsync(job, attempt);
        await cluster[CutOff].System.WhenTerminated;
        Assert.False(cluster[CutOff].Node.HasLeft);
        Assert.Empty(FilesOf(attempt: 1).Except(files));
    }

    private Task<PartitionedCluster> StartAsync(string ofFirst = "") =>
        PartitionedCluster.StartAsync(3, Data, () => new NumberedJob(Output), $"flowactors.http.savepoint-folders = [\"{_folder}\"]", ofFirst);

    private static async Task<RemoteJob> RunAsync(PartitionedCluster cluster)
    {
        var client = cluster[1].Client;
        await PartitionedCluster.UntilAsync(() => client.GetNodesAsync(), nodes => nodes.Count == 3);
        var job = client.Job((await client.SubmitAsync(new JobSubmission(NumberedJob.Name))).Id);
        await PartitionedCluster.UntilAsync(() => job.GetCheckpointsAsync(), c => c.Counts.Completed > 1);
        return job;
    }

    private static async Task<int> NextAttemptAsync(RemoteJob job) => (await PartitionedCluster.UntilAsync(() => job.GetDetailsAsync(), d => d.Attempt > 1)).Attempt;

    private static async Task AnswersNothingAsync(PartitionedNode node)
    {
        using var http = new HttpClient { BaseAddress = node.Http };
        foreach (var path in (string[])["jobs", $"jobs/{NumberedJob.Name}", $"jobs/{NumberedJob.Name}/state/{NumberedJob.State}?keys=1,2,3"])
        {
            try
            {
                using var response = await http.GetAsync(path);
                Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, response.StatusCode));
                Assert.NotNull(response.Headers.RetryAfter);
            }
            catch (HttpRequestException)
            {
                // Its server has ended, too.
            }
        }
    }

    // In the attempt that the larger half has begun.
    private async Task AssertCommittedOnceAsync(RemoteJob job, int attempt)
    {
        var completed = (await job.GetCheckpointsAsync()).Counts.Completed;
        await PartitionedCluster.UntilAsync(() => job.GetCheckpointsAsync(), c => c.Counts.Completed > completed + 1);
        await job.StopAsync(new StopRequest { Savepoint = Path.Combine(_folder, "savepoint"), Drain = true });
        var end = await PartitionedCluster.UntilAsync(() => job.GetDetailsAsync(), d => d.EndedAt is not null);
        Assert.Equal(("Finished", attempt), (end.Status, end.Attempt));
        var lines = Directory.EnumerateFiles(Output).Where(f => !Path.GetFileName(f).StartsWith('.')).SelectMany(File.ReadAllLines).ToList();
        Assert.NotEmpty(lines);
        Assert.Null(NumberedJob.MistakeIn(lines));
    }

    // Those of checkpoints, and the hidden ones of the sink: both have the attempt in their names.
    private IReadOnlyList<string> FilesOf(int attempt) =>
    [
        .. Directory.EnumerateFiles(Data, $"*-a{attempt}-c*.state", SearchOption.AllDirectories), .. Directory.EnumerateFiles(Output, $".*.*-{attempt}-?-*.part"),
    ];
}
