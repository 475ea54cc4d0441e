using Akka.Actor;
using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Cluster;

/// <summary>An embedded host whose subtasks are fakes. They and the coordinators speak through bytes, also within a node.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private FakeCluster(FakeSubtasks subtasks, FlowActorsHost host)
    {
        Subtasks = subtasks;
        Host = host;
    }

    public FakeSubtasks Subtasks { get; }

    public FlowActorsHost Host { get; }

    public static async Task<FakeCluster> StartAsync(int nodes, string configuration = "", string? dataFolder = null)
    {
        var subtasks = new FakeSubtasks();
        var options = new EmbeddedOptions { Nodes = nodes, Configuration = configuration, DataFolder = dataFolder };
        return new FakeCluster(subtasks, await FlowActorsHost.StartAsync(options, subtasks.Create));
    }

    /// <summary>Submits a job of two vertices; its program is never run.</summary>
    public Task<IJobClient> SubmitAsync(int parallelism, RestartStrategy? restarts = null)
    {
        var env = Host.CreateEnvironment().SetParallelism(parallelism).SetRestartStrategy(restarts ?? RestartStrategy.None);
        env.FromSequence(1, 10).KeyBy(x => x).Reduce((a, b) => a + b).Discard();
        return env.ExecuteAsync("fake");
    }

    /// <summary>Starts another node, which the caller owns, and waits until it takes subtasks.</summary>
    public async Task<NodeRuntime> AddNodeAsync()
    {
        var first = Host.Cluster.Nodes[0];
        var system = ActorSystem.Create(first.System.Name, first.System.Settings.Config);
        Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(first.System).SelfAddress);
        var node = await NodeRuntime.StartAsync(system, first.Setup);
        await node.Registered.WaitAsync(Patience.Limit);
        return node;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static SubtaskProtocol.Failed Failed(SubtaskId id, string message) =>
        new(id, new SubtaskFailure(FailureKind.Code, "Map", "System.InvalidOperationException", message, message));
}
