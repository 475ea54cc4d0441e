using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.OpenApi;

/// <summary>The problems that endpoints may answer with, by their kind.</summary>
internal static class ProblemDescriptions
{
    private static readonly int[] s_any =
        [StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable];

    private static readonly int[] s_acting = [StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];
    private static readonly int[] s_state = [StatusCodes.Status410Gone, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status500InternalServerError];

    public static void Add(EndpointBuilder endpoint)
    {
        foreach (var status in s_any) Add(endpoint, status);
        if (endpoint is not RouteEndpointBuilder route) return;
        var path = route.RoutePattern.RawText ?? "";
        var isActing = route.Metadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains(HttpMethods.Post));
        foreach (var status in isActing ? s_acting : path.Contains("/state", StringComparison.Ordinal) ? s_state : []) Add(endpoint, status);
    }

    private static void Add(EndpointBuilder endpoint, int status) =>
        endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
}
