using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Server;

/// <summary>The server of a generic host's node, from the start of the host to its end.</summary>
internal sealed partial class ServerService(IServiceProvider services, ILoggerFactory loggers) : IHostedService
{
    private readonly ILogger _log = loggers.CreateLogger("FlowActors.Http");
    private FlowActorsHttpServer? _server;

    /// <summary>Where it is reached from this machine; null while nothing listens.</summary>
    public Uri? Address => _server?.Address;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _server = await FlowActorsHttpServer.StartConfiguredAsync(ServedNodes.Of(services), loggers, cancellationToken).ConfigureAwait(false);
        if (_server is not null) Serves(_log, _server.Address);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null) return;
        await _server.DisposeAsync().ConfigureAwait(false);
        _server = null;
    }

    [LoggerMessage(1, LogLevel.Information, "The node is served over HTTP at {Address}.")]
    private static partial void Serves(ILogger log, Uri address);
}
