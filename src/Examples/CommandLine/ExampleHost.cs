using Microsoft.Extensions.Logging;

namespace FlowActors.Examples.CommandLine;

/// <summary>The embedded host that an example runs on: logs on standard error when asked for, else only what the disk refuses.</summary>
internal sealed class ExampleHost : IAsyncDisposable
{
    private readonly ILoggerFactory _logs;

    private ExampleHost(ILoggerFactory logs, FlowActorsHost host)
    {
        _logs = logs;
        Host = host;
    }

    public FlowActorsHost Host { get; }

    /// <summary>Starts a host that keeps everything in memory.</summary>
    public static Task<ExampleHost> StartAsync(HostSettings settings, bool verbose, CancellationToken cancellation) => StartAsync(
        logs => new EmbeddedOptions { Nodes = settings.Nodes, LoggerFactory = logs, Configuration = settings.State.Configuration }, verbose, cancellation);

    /// <summary>Starts a host.</summary>
    /// <param name="options">Makes its options, with where logs go.</param>
    /// <param name="verbose">Whether there are logs.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public static async Task<ExampleHost> StartAsync(Func<ILoggerFactory, EmbeddedOptions> options, bool verbose, CancellationToken cancellation)
    {
        ILoggerFactory logs = verbose
            ? LoggerFactory.Create(builder => builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            : new DiskErrors(Console.Error);
        try
        {
            return new ExampleHost(logs, await FlowActorsHost.StartEmbeddedAsync(options(logs), cancellation).ConfigureAwait(false));
        }
        catch
        {
            logs.Dispose();
            throw;
        }
    }

    public StreamExecutionEnvironment CreateEnvironment() => Host.CreateEnvironment();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync().ConfigureAwait(false);
        _logs.Dispose();
    }
}
