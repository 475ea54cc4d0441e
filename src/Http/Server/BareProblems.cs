using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http.Server;

/// <summary>Whatever goes wrong is told as problem details: also what the framework refuses with a bare status, and faults of ours.</summary>
internal sealed partial class BareProblems(RequestGate gate, ILogger log)
{
    public async Task Invoke(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null } && Of(context) is { } problem) await WriteAsync(context, problem).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? gate.TooLarge() : new Problem(e.StatusCode, "The request cannot be read", e.Message))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            Failed(log, e, context.GetEndpoint()?.DisplayName);
            await WriteAsync(context, new Problem(StatusCodes.Status500InternalServerError, "The request failed", "The node's log says why.")).ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpContext context, Problem problem) => problem.ToResult(context).ExecuteAsync(context);

    private static Problem? Of(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problem.NotFound("There is no such path", $"There is nothing at {context.Request.Path}. GET /jobs lists the jobs, and GET /openapi/v1.json all paths."),
        StatusCodes.Status405MethodNotAllowed => new(
            StatusCodes.Status405MethodNotAllowed, "There is no such method", $"{context.Request.Path} takes {context.Response.Headers.Allow}, not {context.Request.Method}."),
        StatusCodes.Status415UnsupportedMediaType => new(StatusCodes.Status415UnsupportedMediaType, "The body is no JSON", "Send JSON, with Content-Type: application/json."),
        StatusCodes.Status400BadRequest => Problem.Wrong(
            "The request cannot be read", "A parameter or the body is missing or is not what it should be. GET /openapi/v1.json says what belongs there."),
        _ => null,
    };

    // Its path may name a key, so that only the endpoint is told.
    [LoggerMessage(1, LogLevel.Error, "A request to {Endpoint} over HTTP failed. The one who asked was told that it did.")]
    private static partial void Failed(ILogger log, Exception exception, string? endpoint);
}
