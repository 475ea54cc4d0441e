using System.Net;
using System.Net.Sockets;
using FlowActors.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FlowActors;

/// <summary>
/// Serves a host over HTTP by a server of its own, on the loopback address: for applications that are none of ASP.NET Core themselves. Requests that name another host than this one
/// are refused, so that no page of the web reaches it through a name that points here.
/// </summary>
public sealed class FlowActorsHttpServer : IAsyncDisposable
{
    private const int RequestLineMax = 128 << 10;

    private readonly WebApplication _application;

    private FlowActorsHttpServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="host">Whose jobs; it outlives the server.</param>
    /// <param name="port">The port; 0, the default, for a free one.</param>
    /// <param name="loggers">Where the server tells what is unusual; it does not dispose of it. Null, the default: nowhere.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ArgumentOutOfRangeException">That is no port.</exception>
    /// <exception cref="JobValidationException">The port is taken, or may not be used.</exception>
    public static async Task<FlowActorsHttpServer> StartAsync(
        FlowActorsHost host, int port = 0, ILoggerFactory? loggers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // A cursor holds the bytes of a key.
            kestrel.Limits.MaxRequestLineSize = RequestLineMax;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddRoutingCore();
        if (loggers is not null) builder.Services.AddSingleton(loggers);
        var application = builder.Build();
        application.Use(RequireLoopback);
        application.UseRouting();
        application.MapFlowActors(host);
        application.MapFallback(NoSuchPath);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (e is not (IOException or SocketException)) throw;
            throw new JobValidationException($"The HTTP port {port} of {IPAddress.Loopback} cannot be used: {e.Message} Choose another one, or 0 for a free one.", e);
        }

        return new FlowActorsHttpServer(application, new Uri(application.Urls.First()));
    }

    /// <summary>Stops to listen, and waits for requests under way.</summary>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static Task NoSuchPath(HttpContext context) =>
        Problem.NotFound("There is no such path", $"There is nothing at {context.Request.Path}. GET /jobs lists the jobs.").ToResult(context).ExecuteAsync(context);

    private static Task RequireLoopback(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        if (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))) return next(context);
        return Problem.Wrong("The request names another host", $"'{host}' is not this host: it is reached as {IPAddress.Loopback} or localhost.")
            .ToResult(context).ExecuteAsync(context);
    }
}
