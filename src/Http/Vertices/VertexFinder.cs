using System.Globalization;
using FlowActors.Http.Jobs;
using FlowActors.Runtime.Client;
using FlowActors.Runtime.Control.Coordination;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.Vertices;

/// <summary>Finds a job as it is now, and its vertices by their ids or by the uid of an operator.</summary>
internal sealed class VertexFinder(JobFinder jobs, InsightClient insight)
{
    /// <summary>The job that stands in the path of a request.</summary>
    /// <exception cref="Problem">There is no such job.</exception>
    public async Task<JobInsight> LookAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (id, _) = await jobs.FindAsync(context, cancellationToken).ConfigureAwait(false);
        return await insight.LookAsync(id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The vertex that stands there.</summary>
    /// <exception cref="Problem">There is no such job, or it has no such vertex.</exception>
    public async Task<VertexSight> FindAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var vertex = PathText.Of(context, "vertex")!;
        var seen = await LookAsync(context, cancellationToken).ConfigureAwait(false);
        var found = int.TryParse(vertex, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? seen.Vertices.FirstOrDefault(v => v.Vertex.Id == id)
            : null;
        found ??= seen.Vertices.FirstOrDefault(v => v.Vertex.Operators.Any(o => o.Uid == vertex));
        if (found is null)
        {
            throw Problem.NotFound(
                "There is no such vertex",
                $"Job '{seen.View.Job.JobName}' has no vertex with the id '{vertex}', and no operator with that uid. " +
                $"GET /jobs/{seen.View.Job.Id}/vertices lists its vertices.");
        }

        return VertexSight.Of(seen, found);
    }
}

/// <summary>A vertex as it is now.</summary>
/// <param name="Line">The vertex.</param>
/// <param name="Subtasks">Its subtasks, by their numbers; null where no node knows of one.</param>
internal sealed record VertexSight(VertexLine Line, IReadOnlyList<SubtaskSight?> Subtasks)
{
    public static VertexSight Of(JobInsight job, VertexLine line)
    {
        var known = job.Subtasks.Where(s => s.Figures.Id.Vertex == line.Vertex.Id).ToLookup(s => s.Figures.Id.Index);
        return new VertexSight(line, [.. Enumerable.Range(0, line.Vertex.Parallelism).Select(i => known[i].FirstOrDefault())]);
    }

    /// <summary>Those that a node knows of.</summary>
    public IEnumerable<SubtaskSight> Known => Subtasks.OfType<SubtaskSight>();
}
