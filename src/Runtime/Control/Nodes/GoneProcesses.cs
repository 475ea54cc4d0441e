using System.Net.Sockets;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// Downs nodes whose process is gone, so that nobody waits for a failure detector: the machine answers at the node's address, and says that nobody listens there. A node that is
/// frozen, or behind a network that is cut, refuses nothing, and is left to the resolver. Each node has one of these; whoever sees it first, says it.
/// </summary>
/// <remarks>
/// Asked when a connection to the node was lost, and when a failure detector has begun to doubt it. A firewall that rejects packets instead of dropping them looks like a process that is
/// gone: what either side does then is fenced by the journal's attempts, as after any wrong decision.
/// </remarks>
internal sealed class GoneProcesses(ILogger log) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    // A process that was killed while it accepted a connection may refuse the next one a moment later only.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(300);

    private const int AsksMax = 10;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<Address> _asked = [];

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember));
        Context.System.EventStream.Subscribe(Self, typeof(DisassociatedEvent));
        Context.System.EventStream.Subscribe(Self, typeof(AssociationErrorEvent));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        Context.System.EventStream.Unsubscribe(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ClusterEvent.UnreachableMember e: Doubt(e.Member.Address); break;
            case DisassociatedEvent e: Doubt(e.RemoteAddress); break;
            case AssociationErrorEvent e: Doubt(e.RemoteAddress); break;
            case Ask e: AskAt(e.Node, e.Times); break;
            case Answer e: OnAnswer(e); break;
            default: Unhandled(message); break;
        }
    }

    private void Doubt(Address node)
    {
        if (IsMember(node) && _asked.Add(node)) AskAt(node, 1);
    }

    private void AskAt(Address node, int times)
    {
        if (!IsMember(node)) _asked.Remove(node);
        else IsRefusedAsync(node).PipeTo(Self, success: isRefused => new Answer(node, times, isRefused));
    }

    private void OnAnswer(Answer answer)
    {
        if (answer.IsRefused)
        {
            _asked.Remove(answer.Node);
            if (!IsMember(answer.Node)) return;
            ControlLog.ProcessGone(log, answer.Node.ToString());
            var gone = _cluster.State.Members.First(m => m.Address == answer.Node).UniqueAddress;
            _cluster.Down(answer.Node);
            // Else it counts as reachable, and is not removed, until the failure detector says otherwise. Of its address only this process is meant.
            ((IRemoteActorRefProvider)((ExtendedActorSystem)Context.System).Provider).Quarantine(gone.Address, gone.Uid);
        }
        else if (answer.Times < AsksMax)
        {
            Timers.StartSingleTimer(answer.Node, new Ask(answer.Node, answer.Times + 1), AskAgain);
        }
        else
        {
            _asked.Remove(answer.Node);
        }
    }

    private bool IsMember(Address node) => node != _cluster.SelfAddress && _cluster.State.Members.Any(m => m.Address == node && m.Status is not (MemberStatus.Down or MemberStatus.Removed));

    private static async Task<bool> IsRefusedAsync(Address node)
    {
        using var timeout = new CancellationTokenSource(ConnectTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(node.Host!, node.Port!.Value, timeout.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private sealed record Ask(Address Node, int Times);

    private sealed record Answer(Address Node, int Times, bool IsRefused);
}
