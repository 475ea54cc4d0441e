using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace FlowActors.Http;

/// <summary>What was to be done and is refused stands in the node's log as well. Of requests that only read nothing is told: what they ask for may be keys of state.</summary>
internal sealed partial class RefusalLog(ILogger log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (Problems.Of(e) is { IsExpected: false, Status: >= 400 and < 500 } problem)
        {
            var endpoint = context.HttpContext.GetEndpoint()?.Metadata;
            if (endpoint?.GetMetadata<FlowActorsAccess>()?.IsAdmin == true)
                Refused(log, endpoint.GetMetadata<IEndpointNameMetadata>()?.EndpointName, problem.Status, problem.Title, Secrets.MaskParts(problem.Message));
            throw;
        }
    }

    [LoggerMessage(2, LogLevel.Warning, "'{Command}' over HTTP was refused ({Status}). {Title}: {Detail}")]
    private static partial void Refused(ILogger log, string? command, int status, string title, string detail);
}
