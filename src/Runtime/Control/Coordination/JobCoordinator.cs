using System.Diagnostics;
using Akka.Actor;
using Akka.Persistence;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Sources;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Protocols;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// The coordinator of one job: gives messages to its <see cref="JobCore"/>, writes its decisions down, and then does what it asks
/// for. A journal that fails ends the actor; its supervisor starts it again, and it takes up what runs.
/// </summary>
internal sealed class JobCoordinator : UntypedPersistentActor, IWithTimers
{
    // Clients repeat their wait under another reference: the oldest have given up, and who has not comes back.
    private const int WaitersMax = 1024;

    private readonly JobEntry _job;
    private readonly IActorRef _jobManager;
    private readonly ControlServices _services;
    private readonly long _epoch;
    private JobCore _core;
    private readonly SourceHosts _sources;
    private readonly ILogger _log;
    private readonly CheckpointShell _checkpoints;
    private readonly RescaleShell _rescales;
    private readonly Queue<IActorRef> _waiters = new();
    private Standing _standing = Standing.Looking;
    private JobLook? _look;

    public JobCoordinator(JobEntry job, long epoch, IActorRef jobManager, ControlServices services)
    {
        _job = job;
        _jobManager = jobManager;
        _services = services;
        _epoch = epoch;
        _core = new JobCore(epoch, services.Coordinator, Random.Shared.NextDouble);
        _sources = new SourceHosts(epoch, services, Context);
        _log = services.Loggers.CreateLogger("FlowActors.JobCoordinator");
        _checkpoints = new CheckpointShell(job, services, Self, Context, _log);
        _rescales = new RescaleShell(job.Job, services, Self, _log);
    }

    public override string PersistenceId => PersistenceIdOf(_job.Job.Id);

    public override Recovery Recovery => new(SnapshotSelectionCriteria.None);

    public static string PersistenceIdOf(JobId job) => $"job-{job}";

    public ITimerScheduler Timers { get; set; } = null!;

    private int ParallelismNow => (_core.Record.Job ?? _job.Job).Parallelism?.Parallelism ?? 0;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case ICoordinatorEvent e: _core.Replay(e); break;
            case RecoveryCompleted: Begin(resumed: null); break;
        }
    }

    protected override void OnCommand(object message)
    {
        if (_standing == Standing.Looking && message is not StartFound)
        {
            Stash.Stash();
            return;
        }

        switch (message)
        {
            case StartFound e when _standing == Standing.Looking: Start(e.Start); break;
            case StartFound: break;
            case ResumeJob e:
                if (_standing == Standing.Left || _core.Phase is JobPhase.Halted) Begin(e);
                Sender.Tell(new ResumeTaken(e.Job, _core.Record.Checkpoints.Latest?.Id));
                break;
            case CancelJob when _standing == Standing.Left:
                Stash.Stash();
                Begin(new ResumeJob(_job.Job.Id, null));
                break;
            case TakeSnapshot e when _standing == Standing.Left: _checkpoints.Refuse(e, "The job is suspended: resume it first.", Sender); break;
            case TakeSnapshot e when _core.Statistics is null:
                _checkpoints.Refuse(e, "The job takes no checkpoints: it needs a data folder (flowactors.journal.data-folder) or an interval (flowactors.checkpoints.interval, EnableCheckpointing).", Sender);
                break;
            case TakeSnapshot e: _checkpoints.Request(e, Sender); break;
            case SnapshotRefused e: _checkpoints.Refuse(e); break;
            case RescaleProtocol.RescaleJob when _standing == Standing.Left:
                Sender.Tell(new RescaleProtocol.RescaleRequest(_job.Job.Id, new RescaleProgress(0, Now, Now, "It is suspended: an earlier run of the process has left it. Resume it first.", RescaleRefusal.NotNow)));
                break;
            case RescaleProtocol.RescaleJob e: _rescales.Request(e, _core.Record.Job ?? _job.Job, Sender); break;
            case MoveSlots when _standing == Standing.Left: break;
            case MoveSlots e:
                if (_core.Record is { Job: { Parallelism: not null } spec, Shape: { } shape }) Perform(_core.Handle(RescalePlanned.Move(spec, shape, e.Why), Now), null);
                break;
            case RescaleNotPlanned e: _rescales.Take(e.Request, new RescaleNews(RescaleStep.Impossible, e.Reason)); break;
            case RescaleProtocol.GetRescaleRequest e: Sender.Tell(new RescaleProtocol.RescaleRequest(e.Job, _rescales.Find(e.Request))); break;
            case RescaleProtocol.GetRescales e: Sender.Tell(new RescaleProtocol.JobRescales(e.Job, ParallelismNow, _core.Rescales)); break;
            case LeaseCheckpoint e: Sender.Tell(new LeaseAnswer(e.Job, _core.Lease(e, Now), _services.Coordinator.CheckpointLease)); break;
            case EndLease when _standing == Standing.Left: break;
            case SnapshotProtocol.GetSnapshotRequest e: Sender.Tell(new SnapshotProtocol.SnapshotRequest(e.Job, _checkpoints.ProgressOf(e.Request))); break;
            case SnapshotProtocol.GetCheckpoints e: Sender.Tell(_core.Show(e)); break;
            case SnapshotProtocol.GetCheckpointParts e: Sender.Tell(_core.Show(e)); break;
            case GetJob: Sender.Tell(View()); break;
            case AwaitJobEnd: Await(Sender); break;
            case GetVertices e: Sender.Tell(VerticesFrom(e.From)); break;
            case GetPendingCheckpoints: Sender.Tell(new PendingCheckpoints(_core.Pending)); break;
            case CancelJob: Perform(_core.Handle(message, Now), Sender); break;
            case DeleteMessagesSuccess: break;
            case DeleteMessagesFailure e: ControlLog.JournalNotShortened(_log, PersistenceId, e.Cause); break;
            case AttemptReport or ReaderReport or SourceFailed or JobPlaced or PlacementRefused or PlacementDelayed or NodeLost or AttemptFound or Tick or EndLease
                or SubtaskCheckpoint or SubtaskCheckpointFailed or EnumeratorWritten or EnumeratorNotWritten or SnapshotPublished or RescalePlanned or CheckpointMessages.RequestCheckpoint or CheckpointMessages.ClaimedGone: Perform(_core.Handle(message, Now), null); break;
            default: Unhandled(message); break;
        }
    }

    // Whether somebody else leads the job the job manager finds out, as it reads its own journal again.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        OnJournalFailed(cause);
        if (JournalConflict.Is(cause)) _jobManager.Tell(JournalContested.Instance);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        _services.JournalTrouble.Began(reason);
        base.OnRecoveryFailure(reason, message);
    }

    // The event is lost and its sequence number skipped; the handler does not run. Going on would mean two truths.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        OnJournalFailed(cause);
        Context.Stop(Self);
    }

    private void OnJournalFailed(Exception cause)
    {
        _services.JournalTrouble.Began(cause);
        ControlLog.JournalFailed(_log, PersistenceId, cause);
    }

    protected override void PostStop()
    {
        _sources.CloseBut(_ => false);
        if (_look is { } look) _services.Jobs.Remove(look);
        // Of a job that is forgotten nobody else comes to know.
        if (_core.LeaveHeld() is { Count: > 0 } held) _checkpoints.Delete(held);
    }

    // What is kept must be known before anything is decided. A job that an earlier run of the process has left is planned anew, or waits.
    private void Begin(ResumeJob? resumed)
    {
        var record = _core.Record;
        var spec = record.Job ?? _job.Job;
        if (resumed?.Arguments is { } arguments) spec = spec with { Arguments = arguments };
        var isLeft = record.Job is not null && record.End is null && spec.RegisteredName is not null && !_services.LiveJobs.Contains(spec.Id);
        if (isLeft && resumed is null && !_services.LiveJobs.Resumes)
        {
            _standing = Standing.Left;
            _jobManager.Tell(new ClaimPlacement(spec.Id, null), Self);
            return;
        }

        _standing = Standing.Looking;
        _services.LiveJobs.Add(spec.Id);
        // What was made of lambdas has no other code.
        if (isLeft || (resumed is not null && spec.RegisteredName is not null)) _checkpoints.LookAnew(spec, record.Shape!, record.Checkpoints);
        else if (record.End is not null) Start(new JobStart(spec, record.Shape!, _checkpoints.Of(spec, record.Shape!)));
        else _checkpoints.Look(spec, record.Shape ?? _job.Shape, record.Checkpoints);
    }

    private void Start(JobStart start)
    {
        // One that stood still begins again from what is written down.
        if (_core.Phase is not JobPhase.Recovering)
        {
            var record = _core.Record;
            _core = new JobCore(_epoch, _services.Coordinator, Random.Shared.NextDouble);
            _core.Replay(new CoordinatorEvents.JobKept(record));
        }

        _standing = Standing.Started;
        Stash.UnstashAll();
        Perform(_core.Start(start, _services.Catalog.CanBuild(start.Job), Now), null);
    }

    private void Perform(CoordinatorStep step, IActorRef? canceller)
    {
        if (step.Events.Count == 0)
        {
            Finish(step, canceller);
            return;
        }

        var unwritten = step.Events.Count;
        PersistAll(step.Events.Select(Written), decision =>
        {
            if (decision is CoordinatorEvents.JobKept) DeleteMessages(LastSequenceNr - 1);
            if (--unwritten > 0) return;
            _services.JournalTrouble.Ended();
            Tell(step.Events);
            Finish(step, canceller);
        });
    }

    // A journal in memory keeps what it is given: no exceptions, and whatever these hold.
    private static ICoordinatorEvent Written(ICoordinatorEvent decision) =>
        decision is CoordinatorEvents.AttemptFailed e ? new CoordinatorEvents.AttemptFailed(e.Failure.WithoutException()) : decision;

    private void Tell(IReadOnlyList<ICoordinatorEvent> decisions)
    {
        CoordinatorEventLog.Write(_log, _job.Job, decisions, _core.Record);
        if (!decisions.OfType<CoordinatorEvents.JobFailed>().Any()) return;
        var failure = CoordinatorEventLog.FailureOf(decisions, _core.Record);
        if (_services.HeldJobs.Find(_job.Job.Id) is { } held) held.Cause = failure.Cause.Original;
        _services.JobFailed(_job.Job, failure);
    }

    private void Finish(CoordinatorStep step, IActorRef? canceller)
    {
        Show(step);
        foreach (var effect in step.Effects) Do(effect);
        _sources.CloseBut(_core.Leads);
        canceller?.Tell(new CancelTaken(_job.Job.Id));
        if (_core.WakeAt is not { } due)
        {
            Timers.Cancel(nameof(Tick));
            return;
        }

        var delay = due - Now;
        Timers.StartSingleTimer(nameof(Tick), Tick.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void Show(CoordinatorStep step)
    {
        var (now, record) = (Now, _core.Record);
        var spec = record.Job ?? _job.Job;
        var before = _look ?? new JobLook(spec.Id, spec.JobName, _core.Status, now);
        var restarts = step.Events.OfType<CoordinatorEvents.AttemptStarted>().Any(e => e.RestoredCheckpoint is not null);
        var look = before.At(_core.Status, now) with
        {
            Restarts = record.Restarts(_core.Status),
            Checkpoints = _core.Statistics?.Totals ?? CheckpointTotals.None,
            LastCheckpoint = _core.Statistics?.LastOfAll,
            RestoredAt = restarts ? now : before.RestoredAt,
        };
        if (look.Status.IsEnd()) _services.Jobs.Remove(before);
        else _services.Jobs.Set(look);
        _look = look;
    }

    private void Do(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.ToNode e: NodeAgent.On(e.Node, Context).Tell(e.Command, Self); break;
            case CoordinatorEffect.ToEnumerator e: _sources.Hear(_core.Record.Job!, e.Report, e.Restore); break;
            case CoordinatorEffect.SnapshotEnumerator e: _sources.Snapshot(_core.Record.Job!, e); break;
            case CoordinatorEffect.EndCheckpointAtEnumerators e: _sources.End(e); break;
            case CoordinatorEffect.Publish e: _checkpoints.Publish(e); break;
            case CoordinatorEffect.DeleteFiles e: _checkpoints.Delete(e.Files); break;
            case CoordinatorEffect.DeleteClaimed e: _checkpoints.DeleteClaimed(e.Snapshot); break;
            case CoordinatorEffect.Sweep e: _checkpoints.Sweep(e); break;
            case CoordinatorEffect.AnswerCheckpoint e: _checkpoints.Answer(e); break;
            case CoordinatorEffect.TellRescale e: _rescales.Take(e.Request, e.News); break;
            case CoordinatorEffect.TellMove e: _jobManager.Tell(new SlotsStay(_job.Job.Id, e.Reason is { } reason ? ControlText.Cut(reason, ControlLimits.ReasonBytesMax) : null), Self); break;
            case CoordinatorEffect.Place e: _jobManager.Tell(new PlaceJob(_job.Job.Id, e.Request, e.Slots) { IsTry = e.IsTry }, Self); break;
            case CoordinatorEffect.Claim e: _jobManager.Tell(new ClaimPlacement(_job.Job.Id, e.Placement), Self); break;
            case CoordinatorEffect.LeftBehind e:
                ControlLog.StopTimedOut(_log, _job.Job.JobName, _job.Job.Id, e.Attempt.Number, e.Nodes.Count, e.Nodes[0]);
                break;
            case CoordinatorEffect.AnnounceHalt e:
                ControlLog.JobHalted(_log, _job.Job.JobName, _job.Job.Id, e.Failure.Cause.Message);
                TellWaiters();
                break;
            case CoordinatorEffect.AnnounceEnd e: Announce(e.Status); break;
            default: throw new UnreachableException($"Unknown effect {effect.GetType()} of the coordinator of job {_job.Job.Id}.");
        }
    }

    private void Announce(JobStatus status)
    {
        _jobManager.Tell(new JobEnded(_job.Job.Id, status), Self);
        TellWaiters();
    }

    private void TellWaiters()
    {
        var view = View();
        foreach (var waiter in _waiters) waiter.Tell(view);
        _waiters.Clear();
    }

    private void Await(IActorRef waiter)
    {
        if (_core.Record.End is not null || _core.Phase is JobPhase.Halted)
        {
            waiter.Tell(View());
            return;
        }

        if (_waiters.Count == WaitersMax) _waiters.Dequeue();
        _waiters.Enqueue(waiter);
    }

    private Vertices VerticesFrom(int first)
    {
        var (page, more) = Pages.First(VertexLine.Of(_core.Record.Shape ?? _job.Shape).Skip(first), ControlJson.Default.VertexLine);
        return new Vertices(page, more);
    }

    private JobView View()
    {
        var record = _core.Record;
        return new JobView(
            record.Job ?? _job.Job,
            _standing == Standing.Left ? JobStatus.Suspended : _core.Status,
            record.Attempt,
            record.SubmittedAt,
            record.StartedAt,
            record.EndedAt,
            _core.Phase is JobPhase.Halted { Failure: var halt } ? record.Failures.Add(halt) : record.Failures,
            record.Reason ?? (_core.Phase as JobPhase.Placing)?.Awaits,
            record.Accumulators)
        {
            Attempts = record.Attempts,
            Checkpoint = record.Checkpoints.Latest?.Id,
            Restored = record.Restored?.Checkpoint,
            Build = _job.Job.RegisteredName is { } name ? _services.Builds?.GetValueOrDefault(name) : null,
            Metrics = _look is { } look ? JobMetric.Of(look, Now) : null,
        };
    }

    /// <summary>How far the coordinator is with a job of which its journal tells.</summary>
    private enum Standing
    {
        /// <summary>It finds out what the job goes on with.</summary>
        Looking,

        /// <summary>An earlier run of the process has left the job, and nobody has resumed it.</summary>
        Left,

        /// <summary>It leads the job.</summary>
        Started,
    }
}
