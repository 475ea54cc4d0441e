using System.Net;
using System.Net.Sockets;
using FlowActors.Http.Server;
using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>
/// Serves a host over HTTP by a server of its own: for applications that are none of ASP.NET Core themselves. Where it listens, who may ask and how much is what <c>flowactors.http</c>
/// of the host's configuration says; by default it listens on the loopback address, and refuses requests that name another host than this one, so that no page of the web reaches it
/// through a name that points here.
/// </summary>
public sealed class FlowActorsHttpServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TimeSpan _stopTimeout;

    private FlowActorsHttpServer(WebApplication application, Uri address, TimeSpan stopTimeout) => (_application, Address, _stopTimeout) = (application, address, stopTimeout);

    /// <summary>Where it is reached from this machine.</summary>
    public Uri Address { get; }

    internal IServiceProvider Services => _application.Services;

    internal IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints =>
        [.. ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)_application).DataSources.SelectMany(source => source.Endpoints)];

    /// <summary>Starts to listen.</summary>
    /// <param name="host">Whose jobs; it outlives the server.</param>
    /// <param name="port">The port, 0 for a free one. Null, the default: that of <c>flowactors.http.port</c>, or a free one where that is off.</param>
    /// <param name="loggers">Where the server tells what is unusual; it does not dispose of it. Null, the default: where the host logs, and in the log of its node.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is no port.</exception>
    /// <exception cref="JobValidationException">The port is taken or may not be used, or the certificate is of no use.</exception>
    public static Task<FlowActorsHttpServer> StartAsync(
        FlowActorsHost host, int? port = null, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        return StartAsync((IServedNode)host, port, loggers, cancellationToken);
    }

    internal static async Task<FlowActorsHttpServer> StartAsync(IServedNode host, int? port, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var chosen = port ?? host.Http.Port ?? 0;
        ArgumentOutOfRangeException.ThrowIfNegative(chosen, nameof(port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chosen, IPEndPoint.MaxPort, nameof(port));
        var application = ServerApplication.Build(host, chosen, loggers ?? host.Loggers);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (e is not (IOException or SocketException)) throw;
            throw HttpPort.Refused(host.Http.Host, chosen, e);
        }

        return new FlowActorsHttpServer(application, Reached(new Uri(application.Urls.First())), host.Http.Limits.StopTimeout);
    }

    /// <summary>Starts to listen where <c>flowactors.http.port</c> of the host's configuration is a port: who runs the application decides.</summary>
    /// <param name="host">Whose jobs; it outlives the server.</param>
    /// <param name="loggers">Where the server tells what is unusual; it does not dispose of it. Null, the default: where the host logs, and in the log of its node.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The server; null where the port is off, which is the default.</returns>
    /// <exception cref="JobValidationException">The port is taken or may not be used, or the certificate is of no use.</exception>
    public static Task<FlowActorsHttpServer?> StartConfiguredAsync(FlowActorsHost host, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        return StartConfiguredAsync((IServedNode)host, loggers, cancellationToken);
    }

    internal static async Task<FlowActorsHttpServer?> StartConfiguredAsync(IServedNode host, ILoggerFactory? loggers, CancellationToken cancellationToken) =>
        host.Http.Port is { } port ? await StartAsync(host, port, loggers, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Stops to listen, waits for requests under way for as long as <c>flowactors.http.stop-timeout</c> says, and closes their connections then.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(_stopTimeout);
        try
        {
            await _application.StopAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is under way still loses its connection.
        }

        await _application.DisposeAsync().ConfigureAwait(false);
    }

    // All addresses of a machine are none to connect to.
    private static Uri Reached(Uri address) => address.Host switch
    {
        "0.0.0.0" => new UriBuilder(address) { Host = $"{IPAddress.Loopback}" }.Uri,
        "[::]" => new UriBuilder(address) { Host = $"[{IPAddress.IPv6Loopback}]" }.Uri,
        _ => address,
    };
}
