using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Protocols;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeLookProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>Asks the nodes of the cluster about themselves. Thread-safe.</summary>
internal sealed class NodeClient(ControlClient control)
{
    /// <summary>The Akka addresses of all nodes, in order.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await control.AskAsync<Nodes>(new GetNodes(), cancellationToken).ConfigureAwait(false)).All.Order(StringComparer.Ordinal)];

    /// <summary>How all nodes are; without those that have left meanwhile.</summary>
    /// <exception cref="TimeoutException">A node does not answer.</exception>
    public async Task<IReadOnlyList<NodeView>> ViewsAsync(CancellationToken cancellationToken)
    {
        var nodes = await AllAsync(cancellationToken).ConfigureAwait(false);
        var views = await Task.WhenAll(nodes.Select(n => TryAskAsync<NodeView>(n, new GetNodeView(), cancellationToken))).ConfigureAwait(false);
        return [.. views.OfType<NodeView>()];
    }

    /// <summary>How a node is; null when it has left.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public Task<NodeView?> ViewAsync(string node, CancellationToken cancellationToken) => TryAskAsync<NodeView>(node, new GetNodeView(), cancellationToken);

    /// <summary>What a node's operator threads are in; null when it has left.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public Task<NodeThreads?> ThreadsAsync(string node, CancellationToken cancellationToken) => TryAskAsync<NodeThreads>(node, new GetNodeThreads(), cancellationToken);

    /// <summary>The last lines of a node's log, the oldest first; null when it has left.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<IReadOnlyList<LogLine>?> LogsAsync(string node, LogLevel level, CancellationToken cancellationToken)
    {
        var lines = new List<LogLine>();
        while (true)
        {
            var page = await TryAskAsync<NodeLogs>(node, new GetNodeLogs(lines is [.., var last] ? last.Number : 0, level), cancellationToken).ConfigureAwait(false);
            if (page is null) return null;
            lines.AddRange(page.Lines);
            // What is logged meanwhile makes pages without end.
            if (!page.More || lines.Count >= RecentLogs.LinesMax) return lines;
        }
    }

    /// <summary>Has a node drained: it gets no more slots, those that it has go to others, and then it leaves. Asked again it says how far that is.</summary>
    /// <returns>How many slots it still has, and which jobs keep them.</returns>
    /// <exception cref="JobValidationException">It cannot be drained; nothing was changed.</exception>
    public async Task<DrainTaken> DrainAsync(DrainNode command, CancellationToken cancellationToken) => await control.AskAsync<IControlEvent>(command, cancellationToken).ConfigureAwait(false) switch
    {
        DrainTaken e => e,
        DrainRefused e => throw new JobValidationException(e.Reason),
        var other => throw new InvalidOperationException($"The job manager answered {nameof(DrainNode)} with {other.GetType().Name}."),
    };

    /// <summary>Asks a node until it answers; null when it has left.</summary>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<T?> TryAskAsync<T>(string node, IControlMessage request, CancellationToken cancellationToken)
        where T : class
    {
        var deadline = control.Deadline;
        while (true)
        {
            if (await control.TryAskNodeAsync(node, request, cancellationToken).ConfigureAwait(false) is T answer) return answer;
            if (!(await AllAsync(cancellationToken).ConfigureAwait(false)).Contains(node)) return null;
            control.ThrowIfLate(deadline, $"Node {node}", "Is it up?");
        }
    }
}
