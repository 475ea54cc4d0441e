using FlowActors.Bench.Harness;
using Microsoft.Extensions.Logging;

namespace FlowActors.Bench.Candidates;

/// <summary>The engine in this process, with its jobs in memory; shared by the contenders of a case.</summary>
/// <param name="nodes">How many nodes it has.</param>
/// <param name="state">Where jobs keep state; null for memory.</param>
/// <param name="log">Gets the logs; null for standard error.</param>
internal sealed class EngineHost(int nodes, StateChoice? state = null, ILoggerFactory? log = null) : IAsyncDisposable
{
    private const int WarmUpJobs = 100;
    private FlowActorsHost? _host;

    /// <summary>
    /// Starts the host, unless another contender did. It runs tiny jobs until what starts and ends a job is compiled for good, which
    /// the runtime does after some sixty calls: else its compiler thread would take a tenth of the engine's processor time. Their
    /// records are of a type that no case uses: what a case runs is compiled for what it does itself.
    /// </summary>
    public async ValueTask StartAsync()
    {
        if (_host is not null) return;
        _host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions
        {
            Nodes = nodes, Configuration = (state ?? StateChoice.InMemory).Configuration(), LoggerFactory = log ?? new EmbeddedOptions().LoggerFactory,
        });
        for (var i = 0; i < WarmUpJobs; i++)
            await RunAsync($"warm-up {i}", env => env.Generate(1_000, i => (short)i).KeyBy(x => x).Count().SinkTo(new CountSink<short>(new Total())));
        await Compiler.UntilQuietAsync();
    }

    /// <summary>Runs a program to its end.</summary>
    public async Task RunAsync(string jobName, Action<StreamExecutionEnvironment> build, CancellationToken cancellationToken = default)
    {
        var job = await SubmitAsync(jobName, build, cancellationToken);
        await job.WaitForEndAsync(cancellationToken);
    }

    /// <summary>Starts a program.</summary>
    public Task<IJobClient> SubmitAsync(string jobName, Action<StreamExecutionEnvironment> build, CancellationToken cancellationToken = default)
    {
        var env = _host!.CreateEnvironment();
        build(env);
        return env.ExecuteAsync(jobName, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null) return;
        await _host.DisposeAsync();
        _host = null;
    }
}
