using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Restart;
using FlowActors.Runtime.Control.Sources;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <content>The attempts of the regions, from their start to the end of all.</content>
internal sealed partial class JobCore
{
    private void OnReport(AttemptReport report, DateTimeOffset now)
    {
        if (Regions.FirstOrDefault(r => r.Id == report.Attempt) is not { } region)
        {
            Fence(report.Attempt, report.Node, report.IsKnown && report.Reached < SubtaskPhase.Finished);
            return;
        }

        Take(region, region.On(report, now), now);
    }

    // The enumerators of an attempt end with the coordinator that started it.
    private void OnReader(ReaderReport report, DateTimeOffset now)
    {
        if (Regions.FirstOrDefault(r => r.Id == report.Attempt) is not { } region) Fence(report.Attempt, report.Node, isAlive: true);
        else if (Phase is not JobPhase.Executing) return;
        else if (region.IsTakenUp) Take(region, new NodeFailure(report.Vertex, report.Subtask, CoordinatorFailures.EnumeratorLost), now);
        else _effects.Add(new CoordinatorEffect.ToEnumerator(report, _restore));
    }

    private void OnSourceFailed(SourceFailed failed, DateTimeOffset now)
    {
        if (Regions.FirstOrDefault(r => r.Id == failed.Attempt) is { } region) Take(region, new NodeFailure(failed.Vertex, null, failed.Cause), now);
    }

    private void OnNodeLost(string node, DateTimeOffset now)
    {
        foreach (var region in Regions) Take(region, region.OnNodeLost(node, now), now);
    }

    private void OnTick(DateTimeOffset now)
    {
        switch (Phase)
        {
            case JobPhase.Placing p when p.RetryAt <= now:
                Move(new JobPhase.Placing(now + settings.RetryInterval));
                _effects.Add(new CoordinatorEffect.Place(_request, Record.Shape!.Slots));
                break;
            case JobPhase.Waiting p when p.DueAt <= now:
                Place(now);
                break;
            default:
                foreach (var region in Regions) Take(region, region.Tick(now), now);
                break;
        }

        RepeatBarriers(now);
        Tell(new CheckpointMessages.TimePassed(), now);
    }

    // Who still runs an attempt that is not ours any more must stop; whatever it has to say was said, or does not matter.
    private void OnFound(AttemptFound found)
    {
        if (Regions.All(r => r.Id != found.Attempt)) Fence(found.Attempt, found.Node, isAlive: true);
    }

    private void Fence(AttemptId attempt, string node, bool isAlive)
    {
        if (isAlive && attempt.Job == Record.Job?.Id) Send(node, new AdvanceAttempt(attempt, epoch, SubtaskPhase.Gone));
    }

    private void OnCancel(DateTimeOffset now)
    {
        if (Record.End is not null || Record.CancelRequested) return;
        Decide(new CoordinatorEvents.CancelRequested(now));
        switch (Phase)
        {
            case JobPhase.Placing or JobPhase.Waiting or JobPhase.Halted: End(JobStatus.Cancelled, new JobCancelled(now)); break;
            case JobPhase.Executing or JobPhase.Committing: StopAll(null, null, now); break;
        }
    }

    private void Take(RegionAttempt region, NodeFailure? failure, DateTimeOffset now)
    {
        if (failure is not null) Fail(region, failure, now);
        Proceed(now);
    }

    // A failure that was heard later may explain the one that stopped the job.
    private void Fail(RegionAttempt region, NodeFailure failure, DateTimeOffset now)
    {
        var cause = new AttemptFailure(
            region.Id.Region, region.Id.Number, failure.Vertex, failure.Subtask, FailureText.Shorten(failure.Cause), now);
        switch (Phase)
        {
            case JobPhase.Executing or JobPhase.Committing:
                StopAll(cause, AfterFailure(cause.Cause, now), now);
                break;
            case JobPhase.Stopping p when p.Failure is not { } first || FailureRank.Explains(cause.Cause, first.Cause):
                Phase = p with { Failure = cause };
                break;
        }
    }

    private static RestartDecision GivenUp { get; } = new RestartDecision.GiveUp("another attempt would fail too");

    private RestartDecision AfterFailure(SubtaskFailure cause, DateTimeOffset now)
    {
        var decided = _restarts!.OnFailure(now);
        return cause.Kind == FailureKind.Final ? GivenUp : decided;
    }

    private void StopAll(AttemptFailure? failure, RestartDecision? next, DateTimeOffset now)
    {
        var regions = Regions;
        Move(new JobPhase.Stopping(regions, failure, next));
        RegionsStop(now);
        foreach (var region in regions) region.Stop(now);
        Proceed(now);
    }

    private void Proceed(DateTimeOffset now)
    {
        switch (Phase)
        {
            // Where there are checkpoints the last one says when.
            case JobPhase.Executing p when _checkpoints is null && p.Regions.All(r => r.State is AttemptState.Ended):
                Commit(p.Regions, now);
                break;
            case JobPhase.Committing p when p.Regions.All(r => r.State is AttemptState.Finished):
                End(JobStatus.Finished, new JobFinished(now, Sums()));
                break;
            case JobPhase.Stopping p when p.Regions.All(r => r.IsDone):
                Stopped(p, now);
                break;
        }
    }

    // What cannot be told of the job is found before anything of it is visible.
    private void Commit(IReadOnlyList<RegionAttempt> regions, DateTimeOffset now)
    {
        var sums = Sums();
        if (AccumulatorBytes.AreTooMany(sums.Keys))
        {
            Fail(regions[0], new NodeFailure(null, null, CoordinatorFailures.TooManyAccumulators(sums.Count)), now);
            return;
        }

        Decide(new CommitStarted(now, sums));
        Move(new JobPhase.Committing(regions));
        foreach (var region in regions) region.Commit(now);
    }

    private void Stopped(JobPhase.Stopping stopping, DateTimeOffset now)
    {
        foreach (var region in stopping.Regions.Where(r => r.LeftBehind.Count > 0))
            _effects.Add(new CoordinatorEffect.LeftBehind(region.Id, region.LeftBehind));
        if (stopping.Failure is { } failure) Decide(new AttemptFailed(failure));
        if (Record.CancelRequested) End(JobStatus.Cancelled, new JobCancelled(now));
        else RestartOrEnd(stopping.Next!, stopping.Failure!.At, now);
    }

    private void RestartOrEnd(RestartDecision next, DateTimeOffset failedAt, DateTimeOffset now)
    {
        if (next is not RestartDecision.Restart restart)
        {
            End(JobStatus.Failed, new JobFailed(now, ((RestartDecision.GiveUp)next).Reason));
            return;
        }

        var due = failedAt + restart.Delay;
        Decide(new RestartScheduled(due > now ? due : now));
        KeepJournalShort();
        if (due <= now) Place(now);
        else Move(new JobPhase.Waiting(due));
    }

    // No attempt lives, so nothing has to be stopped.
    private void FailUnplaced(SubtaskFailure cause, DateTimeOffset now)
    {
        Decide(new AttemptFailed(new AttemptFailure(0, Record.Attempt, null, null, cause, now)));
        RestartOrEnd(_restarts!.OnFailure(now), now, now);
    }

    private void FailForGood(SubtaskFailure cause, string reason, DateTimeOffset now)
    {
        Decide(new AttemptFailed(new AttemptFailure(0, Record.Attempt, null, null, cause, now)));
        End(JobStatus.Failed, new JobFailed(now, reason));
    }

    private Dictionary<string, AccumulatorValue> Sums()
    {
        var sums = new Dictionary<string, AccumulatorValue>();
        foreach (var values in Regions.SelectMany(r => r.Accumulators)) Accumulator.AddTo(sums, values);
        return sums;
    }
}
