using System.Collections.Immutable;
using FlowActors.Client.Metrics;
using FlowActors.Http.OpenApi;
using FlowActors.Http.Vertices;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static FlowActors.Http.EndpointDescriptions;

namespace FlowActors.Http.Metrics;

/// <summary>The metrics of subtasks, several together.</summary>
internal sealed class MetricEndpoints(VertexFinder finder)
{
    private const string Get = "The names, with commas between them; without it the names that there are are told, without numbers.";
    private const string Aggregates = "Which of min, max, sum and avg, with commas between them; all where it is not given.";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/jobs/{job}/metrics", OfJob).Answers<MetricList>("job-metrics", "Metrics of a job, and those of its subtasks together")
            .Takes("get", Get).Takes("agg", Aggregates);
        routes.MapGet("/jobs/{job}/vertices/{vertex}/metrics", OfVertex).Answers<MetricList>("vertex-metrics", "Metrics over the subtasks of a vertex")
            .Takes("get", Get).Takes("agg", Aggregates).Takes("subtasks", "Of which subtasks, with commas between them; of all where it is not given.");
    }

    private async Task<IResult> OfJob(string job, HttpRequest request, CancellationToken cancellationToken)
    {
        var query = MetricQuery.Of(request, parallelism: null);
        var seen = await finder.LookAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        return Json(Answer(query, seen.Subtasks, seen.View.Metrics));
    }

    private async Task<IResult> OfVertex(string job, string vertex, HttpRequest request, CancellationToken cancellationToken)
    {
        var sight = await finder.FindAsync(request.HttpContext, cancellationToken).ConfigureAwait(false);
        var query = MetricQuery.Of(request, sight.Line.Vertex.Parallelism);
        return Json(Answer(query, sight.Known.Where(s => query.Subtasks?.Contains(s.Figures.Id.Index) != false)));
    }

    /// <param name="query">What is asked for.</param>
    /// <param name="subtasks">Of which subtasks.</param>
    /// <param name="job">Those of the job itself; null for none.</param>
    internal static MetricList Answer(MetricQuery query, IEnumerable<SubtaskSight> subtasks, IReadOnlyDictionary<string, double>? job = null)
    {
        var all = subtasks.SelectMany(s => s.Figures.Metrics).ToLookup(m => m.Key, m => m.Value);
        job ??= ImmutableDictionary<string, double>.Empty;
        if (query.Names.Count == 0)
        {
            var names = all.Select(m => (m.Key, Count: m.Count())).Concat(job.Keys.Select(n => (Key: n, Count: 0))).OrderBy(m => m.Key, StringComparer.Ordinal);
            return new MetricList([.. names.Select(m => new MetricNumbers(m.Key, m.Count, null, null, null, null))]);
        }

        return new MetricList(
        [
            .. query.Names.Where(n => job.ContainsKey(n) || all.Contains(n))
                .Select(n => job.TryGetValue(n, out var value) ? Numbers(n, 0, [value], query.Aggregates) : Numbers(n, all[n].Count(), [.. all[n]], query.Aggregates)),
        ]);
    }

    private static MetricNumbers Numbers(string name, int subtasks, IReadOnlyList<double> values, IReadOnlySet<string> aggregates) => new(
        name,
        subtasks,
        aggregates.Contains("min") ? values.Min() : null,
        aggregates.Contains("max") ? values.Max() : null,
        aggregates.Contains("sum") ? values.Sum() : null,
        aggregates.Contains("avg") ? values.Average() : null);
}
