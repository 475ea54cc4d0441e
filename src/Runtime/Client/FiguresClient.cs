using FlowActors.Runtime.Control.Nodes;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Asks all nodes for the figures of a job's subtasks: all of them or an error, never a part. Thread-safe.</summary>
internal sealed class FiguresClient(ControlClient control)
{
    /// <summary>The figures of the subtasks of attempts, by region, with their nodes; without those of nodes that are gone.</summary>
    /// <param name="job">The job.</param>
    /// <param name="attempts">The number of the attempt of each region.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <param name="withDetails">Whether what the subtasks are doing is asked for, too.</param>
    /// <exception cref="TimeoutException">A node of the cluster does not answer.</exception>
    public async Task<IReadOnlyList<(string Node, SubtaskFigures Figures)>> AskAsync(
        JobId job, IReadOnlyDictionary<int, int> attempts, CancellationToken cancellationToken, bool withDetails = false)
    {
        var deadline = control.Deadline;
        var nodes = await NodesAsync(cancellationToken).ConfigureAwait(false);
        var request = new GetJobFigures(job, attempts, null) { WithDetails = withDetails };
        var answers = await Task.WhenAll(nodes.Select(n => AskNodeAsync(n, request, deadline, cancellationToken))).ConfigureAwait(false);
        return [.. answers.SelectMany(a => a)];
    }

    private async Task<IReadOnlyList<(string Node, SubtaskFigures Figures)>> AskNodeAsync(
        string node, GetJobFigures request, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var figures = new List<(string Node, SubtaskFigures Figures)>();
        while (true)
        {
            if (await control.TryAskNodeAsync(node, request, cancellationToken).ConfigureAwait(false) is JobFigures page)
            {
                figures.AddRange(page.Subtasks.Select(s => (node, s)));
                if (!page.More) return figures;
                request = request with { After = page.Subtasks[^1].Id };
                continue;
            }

            if (!(await NodesAsync(cancellationToken).ConfigureAwait(false)).Contains(node)) return [];
            control.ThrowIfLate(deadline, $"Node {node}", $"Without it the figures of job {request.Job} are not complete.");
        }
    }

    private async Task<IReadOnlyList<string>> NodesAsync(CancellationToken cancellationToken) =>
        (await control.AskAsync<Nodes>(new GetNodes(), cancellationToken).ConfigureAwait(false)).All;
}
