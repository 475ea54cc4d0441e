using FlowActors.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http;

/// <summary>What an endpoint is, for the document that describes all of them.</summary>
internal static class EndpointDescriptions
{
    /// <summary>Names an endpoint and what it answers; which problems it has stands with the handler's group.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="route">The endpoint.</param>
    /// <param name="name">Its name, once in the document.</param>
    /// <param name="summary">What it answers, in a few words.</param>
    /// <param name="status">The status of a good answer.</param>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route, string name, string summary, int status = StatusCodes.Status200OK) =>
        route.WithName(name).WithSummary(summary).Produces<T>(status, "application/json");

    /// <summary>An answer in JSON, the same in every application that the endpoints are part of.</summary>
    public static IResult Json<T>(T answer, int status = StatusCodes.Status200OK) => Results.Json(answer, WireJson.Options, statusCode: status);
}
