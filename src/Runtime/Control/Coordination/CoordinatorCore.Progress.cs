using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorEvents;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <content>An attempt on its good way: from its placement to the end of its input.</content>
internal sealed partial class CoordinatorCore
{
    private void OnPlaced(AttemptPlaced placed, DateTimeOffset now)
    {
        if (_run is not { Phase: AttemptPhase.Placing } run || run.Attempt != placed.Attempt) return;
        run.Slots = _lastSlots = placed.Slots;
        if (_decision is not null || Record.CancelRequested) Stop(now);
        else Command(AttemptPhase.Deploying, now);
    }

    private void OnSubtask(SubtaskProtocol.IEvent message, DateTimeOffset now)
    {
        var id = message.Subtask;
        if (_run is not { } run || !run.Owns(id) || (run.PhaseOf(id) >= SubtaskPhase.Finished && !IsLast(message)))
        {
            Fence(message);
            return;
        }

        switch (message)
        {
            case SubtaskProtocol.Deployed: run.Advance(id, SubtaskPhase.Deployed); break;
            case SubtaskProtocol.Ready: run.Advance(id, SubtaskPhase.Ready); break;
            case SubtaskProtocol.Running: run.Advance(id, SubtaskPhase.Running); break;
            case SubtaskProtocol.Finishing e:
                if (run.Advance(id, SubtaskPhase.Finishing)) run.Accumulators.Announce(e.AccumulatorNames ?? []);
                break;
            case SubtaskProtocol.Finished e:
                if (run.Advance(id, SubtaskPhase.Finished)) run.Accumulators.Add(e.Accumulators);
                break;
            case SubtaskProtocol.Failed e:
                OnFailed(id, e.Failure, now);
                return;
            case SubtaskProtocol.Stopped:
                OnGone(id, now);
                return;
            default: throw new ArgumentException($"The coordinator of job {id.Job} knows no event {message.GetType()}.");
        }

        if (run.Phase == AttemptPhase.Stopping) EndAttemptIfStopped(now);
        else if (run.Accumulators.AreTooMany) Fail(null, CoordinatorFailures.TooManyAccumulators(run.Accumulators.Count), now);
        else Progress(now);
    }

    // A message may end several phases at once: what comes late or out of order is made up for.
    private void Progress(DateTimeOffset now)
    {
        var run = _run!;
        if (run.Phase == AttemptPhase.Deploying && run.AllReached(SubtaskPhase.Deployed)) Command(AttemptPhase.Opening, now);
        if (run.Phase == AttemptPhase.Opening && run.AllReached(SubtaskPhase.Ready)) Command(AttemptPhase.Starting, now);
        if (run.Phase == AttemptPhase.Starting && run.AllReached(SubtaskPhase.Running))
        {
            run.Phase = AttemptPhase.Running;
            run.RetryAt = now + settings.LivenessInterval;
        }

        if (run.Phase == AttemptPhase.Running && run.AllReached(SubtaskPhase.Finishing)) Command(AttemptPhase.Finishing, now);
        if (run.Phase == AttemptPhase.Finishing && run.AllReached(SubtaskPhase.Finished))
        {
            End(JobStatus.Finished, new JobFinished(now, run.Accumulators.Sums));
        }
    }

    private void Command(AttemptPhase phase, DateTimeOffset now)
    {
        _run!.Phase = phase;
        Repeat(now);
    }

    /// <summary>Sends the command of the phase to every subtask that has not answered it.</summary>
    private void Repeat(DateTimeOffset now)
    {
        var run = _run!;
        run.RetryAt = now + (run.Phase == AttemptPhase.Running ? settings.LivenessInterval : settings.RetryInterval);
        if (run.Phase == AttemptPhase.Placing)
        {
            RequestPlacement(now);
            return;
        }

        // Repeated like every command, and before it: who waits inside user code does not get to its mailbox.
        if (run.Phase == AttemptPhase.Stopping) Interrupt(run);
        foreach (var id in run.Below(AnswerTo(run.Phase))) Send(id, CommandOf(run.Phase, id));
    }

    private void Interrupt(AttemptRun run)
    {
        var nodes = run.Below(SubtaskPhase.Finished).Select(id => run.Slots[id.Index].Node).Distinct().ToList();
        if (nodes.Count > 0) _effects.Add(new CoordinatorEffect.Interrupt(run.Attempt, nodes));
    }

    private static SubtaskPhase AnswerTo(AttemptPhase phase) => phase switch
    {
        AttemptPhase.Deploying => SubtaskPhase.Deployed,
        AttemptPhase.Opening => SubtaskPhase.Ready,
        AttemptPhase.Starting => SubtaskPhase.Running,
        AttemptPhase.Running => SubtaskPhase.Finishing,
        _ => SubtaskPhase.Finished,
    };

    private SubtaskProtocol.ICommand CommandOf(AttemptPhase phase, SubtaskId id) => phase switch
    {
        AttemptPhase.Deploying => new SubtaskProtocol.Deploy(id, Record.Job!, _shape!.GraphHash, RegionNumber.Of(id.Job), _run!.Slots),
        AttemptPhase.Opening => new SubtaskProtocol.Open(id),

        // A subtask that runs is asked to start again from time to time: it answers where it stands, and one that is gone cannot.
        AttemptPhase.Starting or AttemptPhase.Running => new SubtaskProtocol.Start(id),
        AttemptPhase.Finishing => new SubtaskProtocol.Finish(id),
        _ => new SubtaskProtocol.Stop(id),
    };

    private void Send(SubtaskId id, SubtaskProtocol.ICommand command) =>
        _effects.Add(new CoordinatorEffect.Send(_run!.Slots[id.Index].ShardId, command));

    private void OnWake(DateTimeOffset now)
    {
        if (_run is null)
        {
            if (Record.End is null && Record.RestartDueAt <= now) StartAttempt(now);
        }
        else if (_run.StopDeadline <= now)
        {
            _effects.Add(new CoordinatorEffect.StopTimedOut(_run.Attempt, [.. _run.Below(SubtaskPhase.Finished)]));
            EndAttempt(now);
        }
        else if (_run.RetryAt <= now)
        {
            Repeat(now);
        }
    }

    // Who still speaks here must stop: a subtask of an earlier attempt that did not get its Stop, or one that failed and was made
    // anew by a repeated command that was under way.
    private void Fence(SubtaskProtocol.IEvent message)
    {
        var id = message.Subtask;
        if (IsLast(message) || id.Job != Record.Job?.Id || _lastSlots.Count <= id.Index || id.Index < 0) return;
        _effects.Add(new CoordinatorEffect.Send(_lastSlots[id.Index].ShardId, new SubtaskProtocol.Stop(id)));
    }

    private static bool IsLast(SubtaskProtocol.IEvent message) =>
        message is SubtaskProtocol.Finished or SubtaskProtocol.Failed or SubtaskProtocol.Stopped;
}
