using FlowActors.Runtime.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace FlowActors.Http.Server;

/// <summary>Lets so many requests in at the same time, none with too large a body, and tells the others to come again.</summary>
internal sealed class RequestGate(HttpLimits limits)
{
    private int _requests;

    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > limits.BodyBytesMax)
        {
            // The web server takes in what is still sent, for a few seconds: who is cut off while it sends may never see the answer.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = null;
            await TooLarge().ToResult(context).ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        if (IsUnbounded(context.GetEndpoint()))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _requests) <= limits.RequestsMax) await next(context).ConfigureAwait(false);
            else await TooMany().ToResult(context).ExecuteAsync(context).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    public Problem TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge, "The body is too large", $"A body has {limits.BodyBytesMax:N0} bytes at most (flowactors.http.body-bytes-max of the node).");

    private Problem TooMany() => new(
        StatusCodes.Status503ServiceUnavailable,
        "Too many requests are under way",
        $"{limits.RequestsMax} are answered at the same time (flowactors.http.requests-max of the node). Ask again in a moment.");

    // Streams of watchers have a limit of their own, and whoever asks for health asks most when there is no room.
    private static bool IsUnbounded(Endpoint? endpoint) => endpoint is not null
        && (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.IsStream());
}
