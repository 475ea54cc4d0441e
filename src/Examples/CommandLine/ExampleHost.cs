using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FlowActors.Examples.CommandLine;

/// <summary>The embedded host that an example runs on: everything in memory, logs on standard error when asked for.</summary>
internal sealed class ExampleHost : IAsyncDisposable
{
    private readonly ILoggerFactory _logs;
    private readonly FlowActorsHost _host;

    private ExampleHost(ILoggerFactory logs, FlowActorsHost host)
    {
        _logs = logs;
        _host = host;
    }

    public static async Task<ExampleHost> StartAsync(int nodes, bool verbose, CancellationToken cancellation)
    {
        // What makes an example fail is printed in its own words; logs would say it again.
        ILoggerFactory logs = verbose
            ? LoggerFactory.Create(builder => builder.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            : NullLoggerFactory.Instance;
        try
        {
            var options = new EmbeddedOptions { Nodes = nodes, LoggerFactory = logs };
            return new ExampleHost(logs, await FlowActorsHost.StartEmbeddedAsync(options, cancellation).ConfigureAwait(false));
        }
        catch
        {
            logs.Dispose();
            throw;
        }
    }

    public StreamExecutionEnvironment CreateEnvironment() => _host.CreateEnvironment();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync().ConfigureAwait(false);
        _logs.Dispose();
    }
}
