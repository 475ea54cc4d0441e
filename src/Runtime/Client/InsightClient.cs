using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Looks at what a job is doing: its vertices, its subtasks on all nodes, its checkpoints under way. Thread-safe.</summary>
internal sealed class InsightClient(ControlClient control)
{
    private readonly FiguresClient _figures = new(control);

    /// <summary>A job at one moment, more or less: who is asked answers one after the other.</summary>
    /// <exception cref="TimeoutException">A node of the cluster does not answer.</exception>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<JobInsight> LookAsync(JobId job, CancellationToken cancellationToken)
    {
        var view = await control.AskAsync<JobView>(new GetJob(job), cancellationToken).ConfigureAwait(false);
        var vertices = await VerticesAsync(job, cancellationToken).ConfigureAwait(false);
        var pending = await control.AskAsync<PendingCheckpoints>(new GetPendingCheckpoints(job), cancellationToken).ConfigureAwait(false);
        var figures = await _figures.AskAsync(job, view.Attempts, cancellationToken, withDetails: true).ConfigureAwait(false);
        return new JobInsight(view, vertices, pending.All, [.. figures.Select(f => new SubtaskSight(f.Node, f.Figures))]);
    }

    private async Task<IReadOnlyList<VertexLine>> VerticesAsync(JobId job, CancellationToken cancellationToken)
    {
        var all = new List<VertexLine>();
        while (true)
        {
            var page = await control.AskAsync<Vertices>(new GetVertices(job, all.Count), cancellationToken).ConfigureAwait(false);
            all.AddRange(page.All);
            if (!page.More) return all;
        }
    }
}

/// <summary>What a job is doing.</summary>
/// <param name="View">Where it stands.</param>
/// <param name="Vertices">Its vertices, by id.</param>
/// <param name="Pending">Its checkpoints under way.</param>
/// <param name="Subtasks">Those of its subtasks of which a node knows.</param>
internal sealed record JobInsight(
    JobView View, IReadOnlyList<VertexLine> Vertices, IReadOnlyList<PendingLine> Pending, IReadOnlyList<SubtaskSight> Subtasks);

/// <summary>What is known of a subtask.</summary>
/// <param name="Node">The address of its node.</param>
/// <param name="Figures">What the node tells, with details.</param>
internal sealed record SubtaskSight(string Node, SubtaskFigures Figures);
