using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Server;

/// <summary>The server of a generic host's node, from the start of the host to its end. Whether its port can be had is found out before the node joins its cluster.</summary>
internal sealed partial class ServerService(IServiceProvider services) : IHostedLifecycleService
{
    private FlowActorsHttpServer? _server;

    /// <summary>Where it is reached from this machine; null while nothing listens.</summary>
    public Uri? Address => _server?.Address;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var http = ServedNodes.Of(services).Http;
        if (http.Port is { } port) HttpPort.Check(http.Host, port);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var node = ServedNodes.Of(services);
        _server = await FlowActorsHttpServer.StartConfiguredAsync(node, null, cancellationToken).ConfigureAwait(false);
        if (_server is not null) Serves(node.Loggers.CreateLogger("FlowActors.Http"), _server.Address);
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
