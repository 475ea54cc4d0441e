using Akka.Actor;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Sources;

/// <summary>The enumerators of a job's sources, as its coordinator has them below it. Used on the coordinator's thread.</summary>
internal sealed class SourceHosts(JobSpec job, long epoch, ControlServices services, IActorContext context)
{
    private readonly Dictionary<(AttemptId Attempt, int Vertex), (IActorRef Host, CancellationTokenSource Closed)> _hosts = [];

    /// <summary>A reader of an attempt that runs has something to say to its enumerator.</summary>
    public void Hear(ReaderReport report)
    {
        var key = (report.Attempt, report.Vertex);
        if (!_hosts.TryGetValue(key, out var found))
        {
            var closed = new CancellationTokenSource();
            var place = new SourcePlace(job, report.Attempt, epoch, report.Vertex);
            _hosts[key] = found = (context.ActorOf(SourceHost.Props(place, services, closed.Token)), closed);
        }

        found.Host.Tell(report);
    }

    /// <summary>No attempt runs any more. What user code has hung on the token is called by another thread.</summary>
    public void Close()
    {
        foreach (var (host, closed) in _hosts.Values)
        {
            _ = closed.CancelAsync();
            context.Stop(host);
        }

        _hosts.Clear();
    }
}
