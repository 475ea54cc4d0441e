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
/// Asked when a connection to the node was lost, and when a failure detector has begun to doubt it. A node that leaves ends by itself, and is left to the cluster for as long as it is asked. A firewall that rejects packets instead of dropping them looks like a process that is
/// gone: what either side does then is fenced by the journal's attempts, as after any wrong decision.
/// </remarks>
/// <param name="log">Hears of those that are gone.</param>
/// <param name="isRefused">Asks the machine of a node: whether nobody listens at its address (<see cref="IsRefusedAsync"/>). Does not throw.</param>
internal sealed class GoneProcesses(ILogger log, Func<Address, Task<bool>> isRefused) : UntypedActor, IWithTimers
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    // A process that was killed while it accepted a connection may refuse the next one a moment later only.
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(300);

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly HashSet<UniqueAddress> _asked = [];

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

    // The process that is a member by now is meant, not the next one at its address, which a quick restart brings.
    private void Doubt(Address node)
    {
        if (node == _cluster.SelfAddress || _cluster.State.Members.FirstOrDefault(m => m.Address == node)?.UniqueAddress is not { } doubted) return;
        if (StandingOf(doubted) is not (null or MemberStatus.Down or MemberStatus.Removed) && _asked.Add(doubted)) AskAt(doubted, 1);
    }

    private void AskAt(UniqueAddress node, int times) => isRefused(node.Address).PipeTo(Self, success: refused => new Answer(node, times, refused));

    private void OnAnswer(Answer answer)
    {
        var outcome = DoubtedProcess.OutcomeOf(StandingOf(answer.Node), answer.IsRefused, answer.Times);
        if (outcome is DoubtOutcome.AskedAgain)
        {
            Timers.StartSingleTimer(answer.Node, new Ask(answer.Node, answer.Times + 1), AskAgain);
            return;
        }

        _asked.Remove(answer.Node);
        if (outcome is not DoubtOutcome.Gone) return;
        ControlLog.ProcessGone(log, answer.Node.Address.ToString());
        _cluster.Down(answer.Node.Address);
        // Else it counts as reachable, and is not removed, until the failure detector says otherwise. Of its address only this process is meant.
        ((IRemoteActorRefProvider)((ExtendedActorSystem)Context.System).Provider).Quarantine(answer.Node.Address, answer.Node.Uid);
    }

    private MemberStatus? StandingOf(UniqueAddress node) => _cluster.State.Members.FirstOrDefault(m => m.UniqueAddress.Equals(node))?.Status;

    /// <summary>Connects to a node's address.</summary>
    public static async Task<bool> IsRefusedAsync(Address node)
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

    private sealed record Ask(UniqueAddress Node, int Times);

    private sealed record Answer(UniqueAddress Node, int Times, bool IsRefused);
}
