using FlowActors.Runtime.Client.Watching;
using FlowActors.Serialization.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FlowActors.Http.State;

/// <summary>
/// The stream of one who watches a key: what is known now, then whatever is known once it has been sent. Nothing waits for a client that is slow, and
/// what it has missed it is not told.
/// </summary>
/// <param name="state">The state.</param>
/// <param name="key">The bytes of the key.</param>
/// <param name="numbers">How numbers are shown.</param>
/// <param name="watch">What is known of the key.</param>
internal sealed class WatchStream(ShownState state, byte[] key, JsonNumbers numbers, KeyWatch watch) : IResult
{
    public const string ContentType = "text/event-stream";

    // Proxies close connections on which nothing comes; most of them after 30 or 60 seconds.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // A server that stops waits for its requests, and this one has no end.
        var stopping = httpContext.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            httpContext.Response.ContentType = ContentType;
            httpContext.Response.Headers.CacheControl = "no-cache";
            await SendAsync(httpContext.Response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The client has gone, or asks another node.
        }
    }

    private async Task SendAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        var view = watch.View;
        while (true)
        {
            if (view.Phase == WatchPhase.Stopped) return;
            await response.BodyWriter.WriteAsync(WatchEvents.Of(view, state, key, numbers), cancellationToken).ConfigureAwait(false);
            if (view.Phase == WatchPhase.Ended) return;
            view = await NextAsync(response, view.Version, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<WatchView> NextAsync(HttpResponse response, long version, CancellationToken cancellationToken)
    {
        var next = watch.NextAsync(version, cancellationToken);
        while (true)
        {
            try
            {
                return await next.WaitAsync(KeepAlive, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await response.BodyWriter.WriteAsync(WatchEvents.KeepAlive, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
