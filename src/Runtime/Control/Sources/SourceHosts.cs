using Akka.Actor;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Sources;

/// <summary>The enumerators of a job's sources, as its coordinator has them below it. Used on the coordinator's thread.</summary>
internal sealed class SourceHosts(long epoch, ControlServices services, IActorContext context)
{
    private readonly Dictionary<(AttemptId Attempt, int Vertex), (IActorRef Host, CancellationTokenSource Closed)> _hosts = [];

    /// <summary>A reader of an attempt that runs has something to say to its enumerator.</summary>
    public void Hear(JobSpec job, ReaderReport report, RestoreFrom? restore) => HostOf(job, report.Attempt, report.Vertex, restore).Tell(report);

    /// <summary>A checkpoint begins with the enumerator of a source.</summary>
    public void Snapshot(JobSpec job, CoordinatorEffect.SnapshotEnumerator asked) => HostOf(job, asked.Attempt, asked.Vertex, asked.Restore).Tell(asked);

    /// <summary>A checkpoint is complete, or will not be.</summary>
    public void End(CoordinatorEffect.EndCheckpointAtEnumerators ended)
    {
        foreach (var (host, _) in _hosts.Values) host.Tell(ended);
    }

    /// <summary>Only some attempts run any more. What user code has hung on the token is called by another thread.</summary>
    public void CloseBut(Func<AttemptId, bool> runs)
    {
        foreach (var (source, (host, closed)) in _hosts.Where(h => !runs(h.Key.Attempt)).ToList())
        {
            _ = closed.CancelAsync();
            context.Stop(host);
            _hosts.Remove(source);
        }
    }

    private IActorRef HostOf(JobSpec job, AttemptId attempt, int vertex, RestoreFrom? restore)
    {
        if (_hosts.TryGetValue((attempt, vertex), out var found)) return found.Host;
        var closed = new CancellationTokenSource();
        var host = context.ActorOf(SourceHost.Props(new SourcePlace(job, attempt, epoch, vertex, restore), services, closed.Token));
        _hosts[(attempt, vertex)] = (host, closed);
        return host;
    }
}
