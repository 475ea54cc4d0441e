using System.Net;
using FlowActors.Client;
using FlowActors.Client.Jobs;
using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Acting;

/// <summary>On three nodes jobs are started, saved and ended at a node that leads none of them.</summary>
public sealed class ActingAtAnotherNodeTests
{
    private const int Nodes = 3;

    [Fact]
    public async Task Whichever_node_is_asked_acts_for_all()
    {
        await using var served = await ActingHost.StartAsync(Nodes, asked: Nodes - 1);
        var client = served.Client;
        Assert.Equal(["broken", "failing", "idle", "sums", "waiting"], await client.GetRegisteredJobsAsync());
        var refused = await Assert.ThrowsAsync<FlowActorsClientException>(() => client.SubmitAsync(new JobSubmission("broken")));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);

        var first = await served.RunAsync(new JobSubmission("sums") { Parallelism = Nodes });
        Assert.Equal(new ResumedJob(first, null), await client.Job(first).ResumeAsync());
        var saved = await client.WaitForAsync(await client.Job(first).TakeSavepointAsync(new SavepointRequest { Target = "kept" }));
        Assert.Equal((Operation.Completed, Path.Join(served.Savepoints, "kept")), (saved.Status, saved.Result?.Savepoint));
        var listed = Assert.Single((await client.GetSavepointsAsync()).Savepoints);
        Assert.Equal((first, "sums", Path.Join(served.Savepoints, "kept"), null), (listed.Job, listed.JobName, listed.Path, listed.Failure));

        // While another job needs it, it stays.
        var second = await served.RunAsync(new JobSubmission("sums") { Name = "second", From = new SavepointStart("kept") });
        Assert.Equal(HttpStatusCode.Conflict, (await Assert.ThrowsAsync<FlowActorsClientException>(() => client.DisposeSavepointAsync("kept"))).Status);
        foreach (var job in new[] { first, second })
        {
            Assert.Equal(job, (await client.Job(job).CancelAsync()).Id);
            await served.UntilAsync(job, "Cancelled");
        }

        await using var server = await FlowActorsHttpServer.StartAsync(served.Host.At(1));
        using var third = new FlowActorsClient(server.Address);
        Assert.Equal(Operation.Completed, (await third.WaitForAsync(await client.DisposeSavepointAsync("kept"))).Status);
        Assert.Empty((await third.GetSavepointsAsync()).Savepoints);
    }

    [Fact]
    public async Task A_job_that_stands_still_is_resumed_by_any_node()
    {
        var data = Directory.CreateTempSubdirectory("flowactors-resumed-");
        try
        {
            string job;
            await using (var before = await ActingHost.StartAsync(data: data.FullName))
            {
                job = await before.RunAsync(new JobSubmission("sums"));
                await before.Client.WaitForAsync(await before.Client.Job(job).TakeCheckpointAsync());
            }

            await using var after = await ActingHost.StartAsync(Nodes, data: data.FullName, asked: Nodes - 1);
            await after.UntilAsync(job, "Suspended");
            Assert.Equal(new ResumedJob(job, 1), await after.Client.Job(job).ResumeAsync());
            await after.UntilAsync(job, "Running");
            Assert.Equal(Operation.Completed, (await after.Client.WaitForAsync(await after.Client.Job(job).TakeCheckpointAsync())).Status);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
