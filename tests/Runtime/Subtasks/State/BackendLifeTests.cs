using FlowActors.Runtime.Hosting;
using FlowActors.Runtime.Tests.Cluster;

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

    private sealed class OnDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
