using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Tests.Cluster;
using FlowActors.State;
using FlowActors.State.Memory;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>State backends live as long as their node.</summary>
public sealed class BackendLifeTests
{
    [Fact]
    public async Task The_backends_of_each_node_are_disposed_once_when_the_host_has_ended()
    {
        var disposed = new int[2];
        var nodes = 0;
        var host = await FlowActorsHost.StartAsync(new EmbeddedOptions { Nodes = 2 }, parts =>
        {
            var node = Interlocked.Increment(ref nodes) - 1;
            return new FakeSubtasks().Create(parts) with { Backends = new OnDispose(() => Interlocked.Increment(ref disposed[node])) };
        });
        Assert.Equal([0, 0], disposed);
        await host.DisposeAsync();
        await host.DisposeAsync();
        Assert.Equal([1, 1], disposed);
    }

    [Fact]
    public void A_backend_outlives_its_node_while_somebody_uses_it()
    {
        var backend = new CountedBackend();
        var backends = new StateBackends(new StateSettings("memory"), [backend]);
        var first = backends.Use();
        var second = backends.Use();
        backends.Dispose();
        first.Dispose();
        Assert.Equal(0, backend.Disposed);
        Assert.Throws<OperationCanceledException>(backends.Use);
        second.Dispose();
        backends.Dispose();
        Assert.Equal(1, backend.Disposed);
    }

    [Fact]
    public void A_subtask_uses_its_backend_until_its_state_is_disposed()
    {
        var backend = new CountedBackend();
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Discard();
        using var job = new LocalJob(env, new LocalJobSettings { StateBackend = backend }, new Exchange.RecordingScope(), _ => { });
        job.Subtasks[0].OpenState();
        job.NodeServices.StateBackends.Dispose();
        Assert.Equal(0, backend.Disposed);
        job.Subtasks[0].Close();
        Assert.Equal(1, backend.Disposed);
    }

    private sealed class CountedBackend : IStateBackend
    {
        private readonly MemoryStateBackend _memory = new();

        public string Name => "memory";

        public int Disposed { get; private set; }

        public IStateScope Open(StateScopeSettings settings, CancellationToken cancelled) => _memory.Open(settings, cancelled);

        public void Dispose() => Disposed++;
    }

    private sealed class OnDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
