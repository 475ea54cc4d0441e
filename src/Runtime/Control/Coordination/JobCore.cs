using System.Diagnostics;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Restart;
using FlowActors.Runtime.Control.Sources;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// A job's life: places its slots, starts an attempt of every region (<see cref="RegionAttempt"/>), lets all of them commit once
/// all have ended, after a failure stops and starts anew what has failed, and ends. Knows no actors: a message and the time
/// give decisions to write down and effects to perform after that. A core that is made anew from the journal takes up what runs.
/// Lost, repeated and late messages do no harm. Not thread-safe.
/// </summary>
/// <param name="epoch">The job manager's; greater than that of any before it.</param>
/// <param name="settings">Times.</param>
/// <param name="random">Random numbers from 0 to below 1, for the jitter of restarts.</param>
internal sealed partial class JobCore(long epoch, CoordinatorSettings settings, Func<double> random)
{
    // A job that restarts for ever must not fill the journal.
    private const int DecisionsMax = 64;

    private readonly List<ICoordinatorEvent> _events = [];
    private readonly List<CoordinatorEffect> _effects = [];
    private readonly SortedDictionary<int, RegionAttempt> _regions = [];
    private RestartPolicy? _restarts;
    private int _request;
    private int _decisions;
    private bool _canRun;

    /// <summary>What is decided so far, written or about to be.</summary>
    public JobRecord Record { get; private set; } = JobRecord.Empty;

    /// <summary>What the job is doing.</summary>
    public JobPhase Phase { get; private set; } = new JobPhase.Recovering();

    /// <summary>When a <see cref="Tick"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt => Phase switch
    {
        JobPhase.Placing p => Earlier(p.RetryAt, RegionsWakeAt),
        JobPhase.Waiting p => Earlier(p.DueAt, RegionsWakeAt),
        JobPhase.Halted or JobPhase.Over => _checkpoints?.LeasesWakeAt,
        _ => RegionsWakeAt,
    };

    private DateTimeOffset? RegionsWakeAt => _regions.Count == 0 ? _checkpoints?.LeasesWakeAt : Earlier(Earlier(_regions.Values.Min(r => r.WakeAt), _checkpoints?.WakeAt), _repeatBarriersAt);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;

    /// <summary>Where the job stands, as people are told.</summary>
    public JobStatus Status => Record switch
    {
        { End: { } end } => end,
        _ when Phase is JobPhase.Halted => JobStatus.Suspended,
        { CancelRequested: true } => JobStatus.Cancelling,
        _ => Phase switch
        {
            JobPhase.Stopping { GoesOn: true } => JobStatus.Rescaling,
            JobPhase.Stopping { Next: RestartDecision.GiveUp } => JobStatus.Failing,
            JobPhase.Stopping or JobPhase.Waiting => JobStatus.Restarting,
            JobPhase.Executing when _regions.Values.All(r => r.HasStarted || r.State is AttemptState.Attaching) => JobStatus.Running,
            _ when IsRescaling => JobStatus.Rescaling,
            _ => Record.Failures.IsEmpty ? JobStatus.Created : JobStatus.Restarting,
        },
    };

    // Messages change which there are.
    private RegionAttempt[] Regions => [.. _regions.Values];

    private IReadOnlyList<int> Missing => [.. Enumerable.Range(0, Record.Shape!.RegionSlots.Count).Where(r => !_regions.ContainsKey(r))];

    /// <summary>Whether an attempt is this coordinator's, and is not to end.</summary>
    public bool Leads(AttemptId attempt) => Find(attempt)?.GoesOn == true;

    /// <summary>Takes a decision of the past from the journal.</summary>
    public void Replay(ICoordinatorEvent decision)
    {
        Record = Record.Apply(decision);
        _decisions = decision is JobKept ? 0 : _decisions + 1;
    }

    /// <summary>Begins the job, or goes on where the journal ends. Called once, after the replay.</summary>
    /// <param name="start">The job, and what it goes on with.</param>
    /// <param name="canRun">False when no process can build the job's graph any more: it was made of lambdas in one that has ended.</param>
    /// <param name="now">The time.</param>
    public CoordinatorStep Start(JobStart start, bool canRun, DateTimeOffset now)
    {
        _kept = start.Checkpoints;
        if (Record.Job is null) Decide(new JobSubmitted(start.Job, start.Shape, now));
        else if (start.IsResumed && Record.End is null) Decide(new JobResumed(start.Job, start.Shape, now));
        (_restarts, var decided) = RestartPolicy.Restore(
            Record.Shape!.RestartStrategy, random, Record.FailureCount, [.. Record.FailureTimes], Record.FailuresSinceCheckpoint);
        if (Record.Failures is [.., { Cause.Kind: FailureKind.Final }]) decided = GivenUp;
        if (Record.Failures is [.., { Cause.Kind: FailureKind.SnapshotUnreadable }]) decided = AtOnce;
        if (Record.End is { } end)
        {
            // The job manager may have missed it, and files may be left.
            Move(new JobPhase.Over());
            if (_kept is not null)
            {
                Take(MakeCheckpoints(_kept, now), now);
                Tell(new CheckpointMessages.JobEnded(KeepsCheckpoints(end)), now);
            }

            _effects.Add(new CoordinatorEffect.AnnounceEnd(end));
        }
        else
        {
            _canRun = canRun;
            _effects.Add(new CoordinatorEffect.Claim(Record.Placement));
            // Attempts that are begun or ended as the job resumes take part already; what is told of before concerns those that live.
            var begun = _kept is null || start.Halt is not null ? null : MakeCheckpoints(_kept, now);
            // An earlier coordinator has decided it, and was lost before all ran again.
            if (Record.OpenRescale is { } open) _rescale = Rescaling.TakenUp(open);
            if (start.Halt is { } halt) Halt(CoordinatorFailures.NotRestored(halt), now);
            else Resume(decided, now);
            if (begun is not null) Take(begun, now);
            ObserveRegions(now);
            ObserveRescale(now);
        }

        return TakeStep();
    }

    /// <summary>Takes a message.</summary>
    public CoordinatorStep Handle(object message, DateTimeOffset now)
    {
        switch (message)
        {
            case AttemptReport e: OnReport(e, now); break;
            case ReaderReport e: OnReader(e, now); break;
            case SourceFailed e: OnSourceFailed(e, now); break;
            case JobPlaced e: OnPlaced(e, now); break;
            case PlacementRefused e: OnRefused(e, now); break;
            case PlacementDelayed e: OnDelayed(e); break;
            case NodeLost e: OnNodeLost(e.Node, now); break;
            case AttemptFound e: OnFound(e); break;
            case CancelJob: OnCancel(now); break;
            case SubtaskCheckpoint e: OnSubtaskTaken(e, now); break;
            case SubtaskCheckpointFailed e:
                Tell(new CheckpointMessages.Declined(e.Checkpoint, e.Attempt.Number, new SubtaskNumber(e.Vertex, e.Subtask), IsAsyncPhase: true, e.Cause), now);
                break;
            case EnumeratorWritten e: OnEnumeratorTaken(e, now); break;
            case EnumeratorNotWritten e: Tell(new CheckpointMessages.EnumeratorFailed(e.Checkpoint, e.Attempt.Number, e.Vertex, e.Cause), now); break;
            case SnapshotPublished { Failure: { } failure } e: Tell(new CheckpointMessages.MetadataFailed(e.Checkpoint, failure), now); break;
            case SnapshotPublished e: Tell(new CheckpointMessages.MetadataWritten(e.Checkpoint, CheckpointFiles.Metadata(e.Checkpoint, e.Target, e.Bytes)), now); break;
            case RescalePlanned e: OnRescale(e, now); break;
            case CheckpointMessages.RequestCheckpoint or CheckpointMessages.ClaimedGone: Tell((ICheckpointMessage)message, now); break;
            case EndLease e: OnLeaseEnded(e, now); break;
            case Tick: OnTick(now); break;
            default: throw new ArgumentException($"The coordinator of job {Record.Job?.Id} knows no message {message.GetType()}.");
        }

        ObserveRegions(now);
        ObserveRescale(now);
        return TakeStep();
    }

    // Of several decisions that belong together the journal may have only the first ones.
    private void Resume(RestartDecision? decided, DateTimeOffset now)
    {
        if (_canRun) TakeUp(now);
        if (Record.CancelRequested && _regions.Count > 0) Stop(Regions, null, null, now);
        else if (Record.CancelRequested) End(JobStatus.Cancelled, new JobCancelled(now));
        else if (!_canRun) FailForGood(CoordinatorFailures.ProcessEnded, "its code is gone with the process that had it", now);
        else if (Record.IsUndecided) RestartOrEnd(decided!, Record.Failures[^1].At, now);
        else if (Record.RestartDueAt is { } due && due > now) Move(new JobPhase.Waiting(due));
        else if (Missing.Count > 0) Place(now);
        else Move(new JobPhase.Executing());
    }

    // What an earlier coordinator has started may run: its nodes are asked, and a failure of theirs is one like any other.
    private void TakeUp(DateTimeOffset now)
    {
        foreach (var region in Record.Open)
            _regions[region] = RegionAttempt.Attach(StartOf(region, Record.Attempts[region], Record.StartOf(region)), Record.IsCommittingIn(region), settings, Lead, now);
    }

    private void Place(DateTimeOffset now)
    {
        if (ChooseRestore() is RestoreChoice.Refused refused)
        {
            HaltAll(CoordinatorFailures.NotRestored(refused.Reason), now);
            return;
        }

        Move(new JobPhase.Placing(now + settings.RetryInterval));
        _request++;
        _effects.Add(new CoordinatorEffect.Place(_request, Record.Shape!.Slots) { IsTry = CanGoBack });
    }

    private void OnPlaced(JobPlaced placed, DateTimeOffset now)
    {
        if (Phase is not JobPhase.Placing || placed.Request != _request) return;
        var choice = ChooseRestore();
        if (choice is RestoreChoice.From { Unreadable: { Count: > 0 } unreadable }) Tell(new CheckpointMessages.FoundUnreadable(unreadable), now);
        var restore = choice is RestoreChoice.FromTheBeginning && Record.Job!.From is { } origin ? new RestoreFrom(_kept!.Origin!.Checkpoint, origin.Path) : SourceOf(choice);
        _rescale?.Placed(NodesOf(placed.Placement));
        foreach (var region in Missing) Begin(region, new RegionStart(placed.Placement, restore), now);
        Move(new JobPhase.Executing());
    }

    private void Begin(int region, RegionStart start, DateTimeOffset now)
    {
        var number = Record.Attempts.GetValueOrDefault(region) + 1;
        Decide(new AttemptStarted(region, number, epoch, start.Placement, start.Restored?.Checkpoint, now)
        {
            RestoredFolder = start.Restored?.Folder,
            BytesMoved = Record.OpenRescale is { BytesMoved: null } ? _rescale?.Line.BytesMoved : null,
        });
        _regions[region] = RegionAttempt.Deploy(StartOf(region, number, start), settings, Lead, now);
    }

    private void OnRefused(PlacementRefused refused, DateTimeOffset now)
    {
        if (Phase is not JobPhase.Placing || refused.Request != _request) return;
        if (!TryGoBack(refused.Reason, now)) FailUnplaced(CoordinatorFailures.NotPlaced(refused.Reason), now);
    }

    private void OnDelayed(PlacementDelayed delayed)
    {
        if (Phase is JobPhase.Placing placing && delayed.Request == _request) Move(placing with { Awaits = delayed.Reason });
    }

    private AttemptStart StartOf(int region, int number, RegionStart start) => new(
        new AttemptId(Record.Job!.Id, region, number), epoch, Record.Shape!.RegionSlots[region], Record.Job!, Record.Shape.GraphHash, start.Placement, start.Restored, _checkpoints is not null);

    private void Send(string node, IAttemptCommand command) => _effects.Add(new CoordinatorEffect.ToNode(node, command));

    // With the heartbeat goes what was said last of checkpoints that are over; who has heard it passes it over.
    private void Lead(string node, IAttemptCommand command)
    {
        Send(node, command);
        if (command is not AdvanceAttempt { Target: SubtaskPhase.Running }) return;
        if (_lastCompleted > 0) Send(node, Ending(command.Attempt, _lastCompleted, isComplete: true));
        if (_lastAborted > 0 && _lastAborted < _highestAborted) Send(node, Ending(command.Attempt, _lastAborted, isComplete: false));
        if (_highestAborted > 0) Send(node, Ending(command.Attempt, _highestAborted, isComplete: false));
    }

    private void Move(JobPhase to) => Phase = JobLife.Move(Record.Job?.Id, Phase, to);

    // Those that run are stopped first, as a failure of the job would.
    private void HaltAll(SubtaskFailure cause, DateTimeOffset now)
    {
        if (_regions.Count == 0) Halt(cause, now);
        else Stop(Regions, new AttemptFailure(0, Record.Attempt, null, null, cause, now), new RestartDecision.Restart(TimeSpan.Zero), now);
    }

    // Nothing is written down: the next start looks again.
    private void Halt(SubtaskFailure cause, DateTimeOffset now)
    {
        var failure = new AttemptFailure(0, Record.Attempt, null, null, cause, now);
        Move(new JobPhase.Halted(failure));
        _effects.Add(new CoordinatorEffect.AnnounceHalt(failure));
    }

    private void End(JobStatus status, ICoordinatorEvent decision)
    {
        Decide(decision);
        Move(new JobPhase.Over());
        _regions.Clear();
        Tell(new CheckpointMessages.JobEnded(KeepsCheckpoints(status)), Record.EndedAt!.Value);
        _effects.Add(new CoordinatorEffect.AnnounceEnd(status));
    }

    // A job that has failed may be resumed once what it failed of is mended.
    private bool KeepsCheckpoints(JobStatus status) => status switch
    {
        JobStatus.Failed => true,
        JobStatus.Cancelled => _kept?.Settings.KeepOnCancel == true,
        _ => false,
    };

    private void Decide(ICoordinatorEvent decision)
    {
        _events.Add(decision);
        Replay(decision);
    }

    /// <summary>Lets one decision stand for all before it, when there are many.</summary>
    private void KeepJournalShort()
    {
        if (_decisions >= DecisionsMax) Decide(new JobKept(Record));
    }

    private CoordinatorStep TakeStep()
    {
        var step = new CoordinatorStep([.. _events], [.. _effects]);
        _events.Clear();
        _effects.Clear();
        return step;
    }
}
