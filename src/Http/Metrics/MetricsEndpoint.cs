using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace FlowActors.Http.Metrics;

/// <summary>What Prometheus scrapes.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", Scrape)
        .WithName("metrics").WithSummary("All metrics of the node, in Prometheus' text format").Produces<string>(StatusCodes.Status200OK, "text/plain").ProducesProblem(StatusCodes.Status400BadRequest);

    private static IResult Scrape(HttpRequest request)
    {
        RequestQuery.RefuseAll(request);
        using var reading = new MeterReading();
        return Results.Text(PrometheusText.Write(reading.Read()), ContentType, Encoding.UTF8);
    }
}
