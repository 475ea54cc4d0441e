using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Tests.Server;

/// <summary>A host without jobs, served with settings of its own.</summary>
internal sealed class ServedNode : IAsyncDisposable
{
    private ServedNode(FlowActorsHost host, FlowActorsHttpServer server)
    {
        (Host, Server) = (host, server);
        Http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true }) { BaseAddress = server.Address };
    }

    public FlowActorsHost Host { get; }

    public FlowActorsHttpServer Server { get; }

    public HttpClient Http { get; }

    public static async Task<ServedNode> StartAsync(string settings = "", int nodes = 1, ILoggerFactory? loggers = null)
    {
        var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions { Nodes = nodes, Configuration = $"flowactors.http {{ {settings} }}" });
        try
        {
            return new ServedNode(host, await FlowActorsHttpServer.StartAsync(host, loggers: loggers));
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request with headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        await Host.DisposeAsync();
    }
}
