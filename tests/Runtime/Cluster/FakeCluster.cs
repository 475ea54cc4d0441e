using FlowActors.Runtime.Tasks;

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

    public static async Task<FakeCluster> StartAsync(int nodes, string configuration = "")
    {
        var subtasks = new FakeSubtasks();
        var options = new EmbeddedOptions { Nodes = nodes, Configuration = configuration };
        return new FakeCluster(subtasks, await FlowActorsHost.StartAsync(options, subtasks.Create));
    }

    /// <summary>Submits a job of two vertices; its program is never run.</summary>
    public Task<IJobClient> SubmitAsync(int parallelism, RestartStrategy? restarts = null)
    {
        var env = Host.CreateEnvironment().SetParallelism(parallelism).SetRestartStrategy(restarts ?? RestartStrategy.None);
        env.FromSequence(1, 10).KeyBy(x => x).Reduce((a, b) => a + b).Discard();
        return env.ExecuteAsync("fake");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    public static SubtaskProtocol.Failed Failed(SubtaskId id, string message) =>
        new(id, new SubtaskFailure("Map", "System.InvalidOperationException", message, message));
}
