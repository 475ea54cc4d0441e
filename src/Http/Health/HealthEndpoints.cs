using FlowActors.Client.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Health;

/// <summary>How the node is, for those who restart it and those who send requests to it. They have no API key.</summary>
internal static class HealthEndpoints
{
    /// <summary>The tag of checks that say whether a node takes requests.</summary>
    public const string Ready = "ready";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Add(routes.MapGet("/health", All), "health", "How the node is, by all its checks");
        Add(routes.MapGet("/health/live", Live), "health-live", "Whether the process answers");
        Add(routes.MapGet("/health/ready", IsReady), "health-ready", "Whether the node is in its cluster and the job manager answers");
    }

    private static void Add(RouteHandlerBuilder route, string name, string summary) =>
        route.Answers<NodeHealth>(name, summary).Produces<NodeHealth>(StatusCodes.Status503ServiceUnavailable, "application/json").ProducesProblem(StatusCodes.Status400BadRequest).WithTags("health")
            .AllowAnonymous().WithMetadata(FlowActorsAccess.Read).AddEndpointFilter(new Problems());

    private static Task<IResult> All(HttpRequest request, HealthCheckService checks, CancellationToken cancellationToken) => AnswerAsync(request, checks, _ => true, cancellationToken);

    private static Task<IResult> Live(HttpRequest request, HealthCheckService checks, CancellationToken cancellationToken) => AnswerAsync(request, checks, _ => false, cancellationToken);

    private static Task<IResult> IsReady(HttpRequest request, HealthCheckService checks, CancellationToken cancellationToken) =>
        AnswerAsync(request, checks, c => c.Tags.Contains(Ready), cancellationToken);

    private static async Task<IResult> AnswerAsync(HttpRequest request, HealthCheckService checks, Func<HealthCheckRegistration, bool> which, CancellationToken cancellationToken)
    {
        RequestQuery.RefuseAll(request);
        var report = await checks.CheckHealthAsync(which, cancellationToken).ConfigureAwait(false);
        var lines = report.Entries.Select(e => new HealthCheckLine(e.Key, e.Value.Status.ToString(), e.Value.Description));
        return Json(
            new NodeHealth(report.Status.ToString(), [.. lines]),
            report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
