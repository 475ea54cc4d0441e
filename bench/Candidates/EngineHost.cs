namespace FlowActors.Bench.Candidates;

/// <summary>The engine in this process, with its jobs in memory; shared by the contenders of a case.</summary>
internal sealed class EngineHost(int nodes) : IAsyncDisposable
{
    private FlowActorsHost? _host;

    /// <summary>Starts the host, unless another contender did.</summary>
    public async ValueTask StartAsync() => _host ??= await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes });

    /// <summary>Runs a program to its end.</summary>
    public async Task RunAsync(string jobName, Action<StreamExecutionEnvironment> build, CancellationToken cancellationToken = default)
    {
        var env = _host!.CreateEnvironment();
        build(env);
        var job = await env.ExecuteAsync(jobName, cancellationToken);
        await job.WaitForEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        await _host.DisposeAsync();
        _host = null;
    }
}
