using FlowActors.Runtime.Client;
using FlowActors.Serialization;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>Turns what handlers throw into problem details: for all endpoints, whatever they answer.</summary>
internal sealed class Problems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for it.
            return Results.Empty;
        }
        catch (Exception e) when (Of(e) is { } problem)
        {
            return problem.ToResult(context.HttpContext);
        }
    }

    /// <summary>The problem that an exception is; null when it is a fault of ours.</summary>
    public static Problem? Of(Exception exception) => exception switch
    {
        Problem problem => problem,
        // It was forgotten meanwhile.
        KeyNotFoundException e => Problem.NotFound("There is no such job", e.Message),
        SerializationException e => Problem.Unreadable(e.Message),
        // Its text is for who has the host as an object.
        ObjectDisposedException => Problem.NoAnswer("The node is ending. Ask another one, or ask again when its process has started anew."),
        TimeoutException or NodeNotStartedException => Problem.NoAnswer(exception.Message),
        _ => null,
    };
}
