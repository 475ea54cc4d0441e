using Akka.Actor;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Subtasks;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>The node of the job manager and the coordinators dies; the others share its journal.</summary>
[Collection("cluster")]
public sealed class FailOverTests : IDisposable
{
    // A node that is gone is given up quickly, but not one that is only slow.
    internal const string Detection = """
        akka.cluster {
          failure-detector { heartbeat-interval = 500ms, acceptable-heartbeat-pause = 4s }
          split-brain-resolver { stable-after = 2s, down-all-when-unstable = off }
          down-removal-margin = 500ms
        }
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_running_attempt_goes_on_under_another_coordinator_and_ends_well()
    {
        await using var cluster = await FakeCluster.StartAsync(3, Detection, _folder);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var dying = cluster.Host.Cluster.Nodes[0];
        var job = await RunElsewhereAsync(cluster, dying.Info.Node);
        ((ExtendedActorSystem)dying.System).Abort();

        var survivor = cluster.Host.Cluster.Nodes[1];
        var client = new ControlClient(() => survivor.Asked, cluster.Host.Cluster.Settings.Client, TimeProvider.System, default);
        var view = await client.WaitAsync<JobView>(new GetJob(job), default).WaitAsync(Limit);
        Assert.Equal(1, view.Attempt);
        var end = client.WaitAsync<JobView>(new AwaitJobEnd(job), default);
        cluster.Subtasks.EndInput(job);
        view = await end.WaitAsync(Limit);

        Assert.Equal((JobStatus.Finished, 1), (view.Status, view.Attempt));
        Assert.Empty(view.Failures);
        Assert.Equal(4, view.Accumulators["n"].Long);
        Assert.All(cluster.Subtasks.Arrived.Where(a => a.Command.Subtask.Job == job), a => Assert.Equal(1, a.Command.Subtask.Attempt));
    }

    [Fact]
    public async Task An_attempt_whose_readers_still_await_splits_starts_again_as_its_enumerator_is_lost()
    {
        await using var cluster = await FakeCluster.StartAsync(3, Detection, _folder);
        cluster.Subtasks.Script = c => c is SubtaskProtocol.Start ? [new SubtaskProtocol.Running(c.Subtask)] : null;
        var dying = cluster.Host.Cluster.Nodes[0];
        var job = await RunElsewhereAsync(cluster, dying.Info.Node, new RestartStrategy.FixedDelay(1, TimeSpan.FromMilliseconds(1)));
        ((ExtendedActorSystem)dying.System).Abort();

        // Until then its coordinator may still answer readers.
        await dying.System.WhenTerminated.WaitAsync(Limit);

        var survivor = cluster.Host.Cluster.Nodes[1];
        var client = new ControlClient(() => survivor.Asked, cluster.Host.Cluster.Settings.Client, TimeProvider.System, default);
        // Readers repeat what they say, until somebody has heard it.
        JobView view;
        do
        {
            cluster.Subtasks.Say(job, subtask => new SubtaskProtocol.ReaderTold(subtask, Requests: 1, Received: 0, Report: 0), vertex: 0);
            view = await client.WaitAsync<JobView>(new GetJob(job), default).WaitAsync(Limit);
        }
        while (view.Failures.Count == 0);
        await cluster.Subtasks.WaitUntilAsync(() => cluster.Subtasks.Started(job, attempt: 2) == 4);
        var end = client.WaitAsync<JobView>(new AwaitJobEnd(job), default);
        cluster.Subtasks.EndInput(job);
        view = await end.WaitAsync(Limit);

        Assert.Equal((JobStatus.Finished, 2), (view.Status, view.Attempt));
        Assert.Contains("the enumerator of a source that may have splits to assign", Assert.Single(view.Failures).Cause.Message, StringComparison.Ordinal);
    }

    // Slots go round the nodes, so that one of three jobs with two slots leaves any given node out.
    internal static async Task<JobId> RunElsewhereAsync(FakeCluster cluster, string node, RestartStrategy? restarts = null)
    {
        for (var i = 0; i < 3; i++)
        {
            var job = await cluster.SubmitAsync(2, restarts);
            await cluster.Subtasks.WaitUntilAsync(() => cluster.Subtasks.Started(job.JobId) == 4);
            if (cluster.Subtasks.Arrived.All(a => a.Command.Subtask.Job != job.JobId || a.Node != node)) return job.JobId;
        }

        throw new InvalidOperationException($"Every job has slots on {node}.");
    }
}
