using Akka.Actor;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks.Queries;
using static FlowActors.Runtime.Control.Watching.StateWatchProtocol;

namespace FlowActors.Runtime.Control.Watching;

/// <summary>
/// Looks at the keys of a node's subtasks that somebody watches, ten times a second and on the subtasks' own threads, for as long as somebody does: a
/// child of the node's agent.
/// </summary>
internal sealed class WatchAgent(INodeWork work, TimeProvider time) : UntypedActor, IWithTimers
{
    /// <summary>How often a watched key is looked at, at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Of all nodes together; each of them bounds its own watchers.
    private const int HeldMax = 16 << 10;

    private readonly WatchTable<IActorRef> _table = new(HeldMax);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(INodeWork work, TimeProvider time) => Akka.Actor.Props.Create(() => new WatchAgent(work, time));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case WatchKey e:
                if (!_table.TryHold(e, Sender, time.GetUtcNow())) Sender.Tell(new KeySeen(WatchOutcome.Refused, null, null));
                else if (!Timers.IsTimerActive(nameof(Tick))) Rest();
                break;
            case EndWatch e: _table.End(e.Watch); break;
            case Tick: Look(); break;
            case Looked e: Tell(_table.Take(e.Look, e.Answers)); break;
            default: Unhandled(message); break;
        }
    }

    private void Look()
    {
        var now = time.GetUtcNow();
        Tell(_table.Expire(now));
        var self = Self;
        foreach (var look in _table.Look(now))
            work.Look(look.Job, look.Uid, look.Owner, look.Read, answers => self.Tell(new Looked(look, answers)));
        if (_table.Count > 0) Rest();
    }

    private void Rest() => Timers.StartSingleTimer(nameof(Tick), Tick.Instance, Interval);

    private static void Tell(IReadOnlyList<(IActorRef Asker, KeySeen Answer)> answers)
    {
        foreach (var (asker, answer) in answers) asker.Tell(answer);
    }

    private sealed record Looked(WatchLook Look, IReadOnlyList<QueryAnswer<KeysOfSubtask>> Answers) : INoSerializationVerificationNeeded;
}
