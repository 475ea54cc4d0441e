using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>
/// The nodes that take subtasks, as they were a moment ago: who asks all of them thousands of times a second need not ask the job manager each time. Where a node has come since, what
/// lives there is not answered for until the moment is over, as while it restarts. Thread-safe.
/// </summary>
internal sealed class RecentNodes(ControlClient control)
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(1);

    private volatile Known? _known;

    public ValueTask<IReadOnlyList<string>> AllAsync(CancellationToken cancellationToken) =>
        _known is { } known && control.Time.GetElapsedTime(known.At) < s_moment ? new(known.Nodes) : new(LookAsync(cancellationToken));

    private async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancellationToken)
    {
        var at = control.Time.GetTimestamp();
        var nodes = (await control.AskAsync<Nodes>(new GetNodes(), cancellationToken).ConfigureAwait(false)).All;
        _known = new Known(nodes, at);
        return nodes;
    }

    private sealed record Known(IReadOnlyList<string> Nodes, long At);
}
