using Akka.Actor;
using Akka.Cluster;
using Akka.Persistence;
using FlowActors.Runtime.Tasks;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>
/// The coordinator of one job: gives messages to its <see cref="CoordinatorCore"/>, writes its decisions down, and then does what
/// it asks for. A journal that fails ends the actor; its supervisor starts it again.
/// </summary>
internal sealed partial class JobCoordinator : UntypedPersistentActor, IWithTimers
{
    // Clients repeat their wait under another reference: the oldest have given up, and who has not comes back.
    private const int WaitersMax = 1024;

    private readonly JobSpec _job;
    private readonly JobShape? _shape;
    private readonly IActorRef _jobManager;
    private readonly ControlServices _services;
    private readonly CoordinatorCore _core;
    private readonly ILogger _log;
    private readonly string _selfNode = Cluster.Get(Context.System).SelfAddress.ToString();
    private readonly Dictionary<IActorRef, SubtaskId> _watched = [];
    private readonly Queue<IActorRef> _waiters = new();

    public JobCoordinator(JobSpec job, JobShape? shape, IActorRef jobManager, ControlServices services)
    {
        _job = job;
        _shape = shape;
        _jobManager = jobManager;
        _services = services;
        _core = new CoordinatorCore(services.Settings.Coordinator, services.Incarnation, Random.Shared.NextDouble);
        _log = services.Loggers.CreateLogger("FlowActors.JobCoordinator");
    }

    public override string PersistenceId => PersistenceIdOf(_job.Id);

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public static string PersistenceIdOf(JobId job) => $"job-{job}";

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case ICoordinatorEvent e: _core.Replay(e); break;
            case RecoveryCompleted: Perform(_core.Start(_job, _shape, _services.Time.GetUtcNow()), null); break;
        }
    }

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case GetJob: Sender.Tell(View()); break;
            case AwaitJobEnd: Await(Sender); break;
            case CancelJob: Handle(message, Sender); break;
            case SubtaskProtocol.IEvent e: OnSubtask(e); break;
            case Terminated e:
                // Behind whatever the subtask has said before it ended.
                if (_watched.Remove(e.ActorRef, out var id)) Self.Tell(new SubtaskGone(id));
                break;
            case DeleteMessagesSuccess: break;
            case DeleteMessagesFailure e: ControlLog.JournalNotShortened(_log, PersistenceId, e.Cause); break;
            case AttemptPlaced or PlacementRefused or NodeLost or SubtaskGone or SubtaskMisplaced or Wake: Handle(message); break;
            default: Unhandled(message); break;
        }
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
        ControlLog.JournalFailed(_log, PersistenceId, cause);

    // The event is lost and its sequence number skipped; the handler does not run. Going on would mean two truths.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        ControlLog.JournalFailed(_log, PersistenceId, cause);
        Context.Stop(Self);
    }

    private void OnSubtask(SubtaskProtocol.IEvent message)
    {
        if (message is SubtaskProtocol.Deployed && _core.Slots.Count > message.Subtask.Index && message.Subtask.Attempt == _core.Record.Attempt)
        {
            var node = Sender.Path.Address.HasGlobalScope ? Sender.Path.Address.ToString() : _selfNode;
            var planned = _core.Slots[message.Subtask.Index];
            if (_watched.TryAdd(Sender, message.Subtask)) Context.Watch(Sender);
            if (node != planned.Node)
            {
                ControlLog.ShardMisplaced(_log, message.Subtask.ToString(), node, planned.Node);
                _jobManager.Tell(new ShardFound(planned.ShardId, node));
                Handle(new SubtaskMisplaced(message.Subtask, node));
                return;
            }
        }

        Handle(message);
    }

    private void Await(IActorRef waiter)
    {
        if (_core.Record.End is not null)
        {
            waiter.Tell(View());
            return;
        }

        if (_waiters.Count == WaitersMax) _waiters.Dequeue();
        _waiters.Enqueue(waiter);
    }

    private JobView View()
    {
        var record = _core.Record;
        return new JobView(
            _job,
            _core.Status,
            record.Attempt,
            record.SubmittedAt,
            record.StartedAt,
            record.EndedAt,
            record.Failures,
            record.Reason,
            record.Accumulators);
    }
}
