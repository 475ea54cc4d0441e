namespace FlowActors.Tests.Examples.Runs;

/// <summary>A host that many runs share.</summary>
public abstract class HostFixture(int nodes) : IAsyncLifetime
{
    private FlowActorsHost? _host;

    public async Task InitializeAsync() => _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });

    public IJobExecutor Executor => _host!.Executor;

    public StreamExecutionEnvironment CreateEnvironment() => _host!.CreateEnvironment();

    public async Task DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
    }
}

public sealed class OneNode() : HostFixture(nodes: 1);

public sealed class ThreeNodes() : HostFixture(nodes: 3);
