using System.Diagnostics;
using Akka.Actor;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <content>Decisions into the journal, then effects.</content>
internal sealed partial class JobCoordinator
{
    private void Handle(object message, IActorRef? canceller = null) => Perform(_core.Handle(message, _services.Time.GetUtcNow()), canceller);

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
            Tell(step.Events);
            Finish(step, canceller);
        });
    }

    // A journal in memory keeps what it is given: no exceptions, and whatever these hold.
    private static ICoordinatorEvent Written(ICoordinatorEvent decision) =>
        decision is CoordinatorEvents.AttemptFailed e ? new CoordinatorEvents.AttemptFailed(e.Failure.WithoutException()) : decision;

    private void Tell(IReadOnlyList<ICoordinatorEvent> decisions)
    {
        CoordinatorEventLog.Write(_log, _job, decisions);
        if (decisions is not [.., CoordinatorEvents.AttemptFailed { Failure: var failure }, CoordinatorEvents.JobFailed]) return;
        if (_services.HeldJobs.Find(_job.Id) is { } held) held.Cause = failure.Cause.Original;
        _services.JobFailed(_job, failure);
    }

    private void Finish(CoordinatorStep step, IActorRef? canceller)
    {
        foreach (var effect in step.Effects) Do(effect);
        canceller?.Tell(new CancelTaken(_job.Id));
        if (_core.WakeAt is not { } due)
        {
            Timers.Cancel(nameof(Wake));
            return;
        }

        var delay = due - _services.Time.GetUtcNow();
        Timers.StartSingleTimer(nameof(Wake), Wake.Instance, delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
    }

    private void Do(CoordinatorEffect effect)
    {
        switch (effect)
        {
            case CoordinatorEffect.Send e: _services.Subtasks.Tell(new ShardEnvelope(e.ShardId, e.Command, _shape!.Blocking[e.Command.Subtask.Vertex]), Self); break;
            case CoordinatorEffect.Place e: _jobManager.Tell(new PlaceAttempt(_job.Id, e.Attempt, e.Slots), Self); break;
            case CoordinatorEffect.Interrupt e:
                foreach (var node in e.Nodes)
                {
                    Context.ActorSelection($"{node}/user/{NodeAgent.ActorName}").Tell(new NodeProtocol.InterruptAttempt(_job.Id, e.Attempt), Self);
                }

                break;
            case CoordinatorEffect.StopTimedOut e:
                ControlLog.StopTimedOut(_log, _job.JobName, _job.Id, e.Attempt, e.Subtasks.Count, e.Subtasks[0].ToString());
                break;
            case CoordinatorEffect.AnnounceEnd e: Announce(e.Status); break;
            default: throw new UnreachableException($"Unknown effect {effect.GetType()} of the coordinator of job {_job.Id}.");
        }
    }

    private void Announce(JobStatus status)
    {
        foreach (var subtask in _watched.Keys) Context.Unwatch(subtask);
        _watched.Clear();
        _jobManager.Tell(new JobEnded(_job.Id, status), Self);
        var view = View();
        foreach (var waiter in _waiters) waiter.Tell(view);
        _waiters.Clear();
    }
}
