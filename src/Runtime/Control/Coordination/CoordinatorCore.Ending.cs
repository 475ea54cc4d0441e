using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorEvents;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <content>An attempt that ends by failure or cancel.</content>
internal sealed partial class CoordinatorCore
{
    private IReadOnlyList<SlotLocation> _lastSlots = [];
    private AttemptFailure? _rootCause;
    private RestartDecision? _decision;

    /// <summary>Where the job stands.</summary>
    public JobStatus Status => Record switch
    {
        { End: { } end } => end,
        { CancelRequested: true } => JobStatus.Cancelling,
        _ when _decision is RestartDecision.GiveUp => JobStatus.Failing,
        _ when _run is { Phase: AttemptPhase.Running or AttemptPhase.Finishing } => JobStatus.Running,
        _ => Record.Attempt > 1 || _run is null || _decision is not null ? JobStatus.Restarting : JobStatus.Created,
    };

    private void OnRefused(PlacementRefused refused, DateTimeOffset now)
    {
        if (_run is not { Phase: AttemptPhase.Placing } run || run.Attempt != refused.Attempt) return;
        if (_decision is null) Fail(null, CoordinatorFailures.NotPlaced(refused.Reason), now);
        Stop(now);
    }

    private void OnFailed(SubtaskId id, SubtaskFailure failure, DateTimeOffset now)
    {
        if (_run!.PhaseOf(id) >= SubtaskPhase.Finished) return;
        _run.Advance(id, SubtaskPhase.Gone);
        Fail(id, failure, now);
    }

    private void OnGone(SubtaskId id, DateTimeOffset now)
    {
        if (_run?.Owns(id) != true || _run.PhaseOf(id) >= SubtaskPhase.Finished) return;
        _run.Advance(id, SubtaskPhase.Gone);
        if (_run.Phase == AttemptPhase.Stopping) EndAttemptIfStopped(now);
        else Fail(id, CoordinatorFailures.SubtaskLost(id), now);
    }

    private void OnMisplaced(SubtaskMisplaced message, DateTimeOffset now)
    {
        if (_run?.Owns(message.Subtask) != true || _run.Phase == AttemptPhase.Stopping) return;
        Fail(message.Subtask, CoordinatorFailures.Misplaced(message, _run.Slots[message.Subtask.Index]), now);
    }

    private void OnNodeLost(string node, DateTimeOffset now)
    {
        if (_run is not { } run) return;
        var lost = run.Slots.Count == 0
            ? []
            : run.Below(SubtaskPhase.Finished).Where(id => run.Slots[id.Index].Node == node).ToList();
        foreach (var id in lost) run.Advance(id, SubtaskPhase.Gone);
        if (lost.Count > 0) Fail(null, CoordinatorFailures.NodeLost(node, lost.Count), now);
    }

    private void OnCancel(DateTimeOffset now)
    {
        if (Record.End is not null || Record.CancelRequested) return;
        Decide(new CoordinatorEvents.CancelRequested(now));
        if (_run is null) End(JobStatus.Cancelled, new JobCancelled(now));
        else if (_run.Phase != AttemptPhase.Stopping && (_run.Phase != AttemptPhase.Placing || _decision is null)) Stop(now);
    }

    /// <summary>Takes note of a failure; the first one stops the attempt.</summary>
    private void Fail(SubtaskId? id, SubtaskFailure cause, DateTimeOffset now)
    {
        var failure = new AttemptFailure(_run!.Attempt, id?.Vertex, id?.Index, FailureText.Shorten(cause), now);
        if (_rootCause is null || FailureRank.Explains(cause, _rootCause.Cause)) _rootCause = failure;
        if (_run.Phase == AttemptPhase.Stopping)
        {
            EndAttemptIfStopped(now);
        }
        else if (_decision is null)
        {
            _decision = SuppressesRestarts(cause) ? new RestartDecision.GiveUp("another attempt would fail too") : _restarts!.OnFailure(now);

            // After a replay the subtasks cannot be reached before the job manager has said where they are.
            if (_run.Phase != AttemptPhase.Placing) Stop(now);
        }
    }

    private static bool SuppressesRestarts(SubtaskFailure cause) => cause.Type == typeof(SuppressRestartsException).FullName;

    private void Stop(DateTimeOffset now)
    {
        var run = _run!;
        run.StopDeadline = now + settings.StopTimeout;
        if (run.Slots.Count == 0)
        {
            EndAttempt(now);
            return;
        }

        Command(AttemptPhase.Stopping, now);
        EndAttemptIfStopped(now);
    }

    private void EndAttemptIfStopped(DateTimeOffset now)
    {
        if (_run!.AllEnded) EndAttempt(now);
    }

    private void EndAttempt(DateTimeOffset now)
    {
        _run = null;
        if (_rootCause is { } failure) Decide(new AttemptFailed(failure));
        if (Record.CancelRequested)
        {
            End(JobStatus.Cancelled, new JobCancelled(now));
        }
        else if (_decision is RestartDecision.Restart restart)
        {
            var due = _rootCause!.At + restart.Delay;
            Decide(new RestartScheduled(due > now ? due : now));
            KeepJournalShort();
            if (due <= now) StartAttempt(now);
        }
        else
        {
            End(JobStatus.Failed, new JobFailed(now, ((RestartDecision.GiveUp)_decision!).Reason));
        }
    }
}
