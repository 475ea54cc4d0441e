using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace FlowActors.Http.OpenApi;

/// <summary>The problems that any endpoint may answer with.</summary>
internal static class ProblemDescriptions
{
    private static readonly int[] s_statuses = [StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable];

    public static void Add(EndpointBuilder endpoint)
    {
        foreach (var status in s_statuses) endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
    }
}
