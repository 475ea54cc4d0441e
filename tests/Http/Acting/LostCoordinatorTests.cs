using System.Net;
using Akka.Actor;
using FlowActors.Client;
using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Http.Tests.Acting;

/// <summary>A job's coordinator may be lost while it has something under way that nobody waits for.</summary>
public sealed class LostCoordinatorTests
{
    [Fact]
    public async Task What_was_under_way_is_asked_for_again_by_the_node_that_took_it_in()
    {
        await using var served = await ActingHost.StartAsync();
        var job = await served.RunAsync(new JobSubmission("waiting"));
        var asked = await served.Client.Job(job).TakeCheckpointAsync(new CheckpointRequest { Request = "lost" });
        Assert.Equal(Operation.InProgress, asked.Status);

        served.Host.Cluster.Nodes[0].System.ActorSelection($"/user/singletons/job-manager/jobs/job-{job}/coordinator").Tell(PoisonPill.Instance);
        await UntilAsync(() => served.Client.GetOperationAsync(asked.Id), operation => operation is null || operation.StartedAt > asked.StartedAt);
        served.Fails.SetResult();
        var done = await UntilAsync(() => served.Client.GetOperationAsync(asked.Id), operation => operation?.IsOver == true);

        // The next coordinator restarts the job, by whose sources nobody knows what they were assigned: what was asked for is told to have failed by that, or not begun.
        Assert.True(done!.StartedAt > asked.StartedAt);
        Assert.True(done.Status == Operation.Completed || done.Failure!.Contains("RegionStopped", StringComparison.Ordinal) || done.Failure.Contains("takes no checkpoint now", StringComparison.Ordinal), done.Failure);
        await served.UntilAsync(job, "Running");
        Assert.Equal(Operation.Completed, (await served.Client.WaitForAsync(await served.Client.Job(job).TakeCheckpointAsync())).Status);
    }

    // Null while nobody knows the operation.
    private static async Task<Operation?> UntilAsync(Func<Task<Operation>> ask, Func<Operation?, bool> isThere)
    {
        while (true)
        {
            Operation? operation = null;
            try
            {
                operation = await ask();
            }
            catch (FlowActorsClientException e) when (e.Status is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable)
            {
                Assert.NotEqual("There is no such job", e.Title);
            }

            if (isThere(operation)) return operation;
        }
    }
}
