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
    private RegionAttempt? Find(AttemptId attempt) => _regions.GetValueOrDefault(attempt.Region) is { } region && region.Id == attempt ? region : null;

    private void OnReport(AttemptReport report, DateTimeOffset now)
    {
        if (Find(report.Attempt) is { } region) Take(region, region.On(report, now), now);
        else Fence(report.Attempt, report.Node, report.IsKnown && report.Reached < SubtaskPhase.Finished);
    }

    // The enumerators of an attempt end with the coordinator that started it. Where nothing was left to assign with what the attempt began with, the next one knows as much as the one that is lost.
    private void OnReader(ReaderReport report, DateTimeOffset now)
    {
        if (Find(report.Attempt) is not { } region) Fence(report.Attempt, report.Node, isAlive: true);
        else if (!region.GoesOn) return;
        else if (region.IsTakenUp && (region.Restore is null || AssignedAllAt(region, report.Vertex) != region.Restore)) Take(region, new NodeFailure(report.Vertex, report.Subtask, CoordinatorFailures.EnumeratorLost), now);
        else _effects.Add(new CoordinatorEffect.ToEnumerator(report, region.Restore));
    }

    private void OnSourceFailed(SourceFailed failed, DateTimeOffset now)
    {
        if (Find(failed.Attempt) is { } region) Take(region, new NodeFailure(failed.Vertex, null, failed.Cause), now);
    }

    private void OnNodeLost(string node, DateTimeOffset now) => TakeAll([.. Regions.Select(r => (r, r.OnNodeLost(node, now)))], now);

    private void OnTick(DateTimeOffset now)
    {
        TakeAll([.. Regions.Select(r => (r, r.Tick(now)))], now);
        switch (Phase)
        {
            case JobPhase.Placing when _rescale?.DecidedAt + settings.Lease <= now && TryGoBack($"No slots were found for it within {settings.Lease}.", now): break;
            case JobPhase.Placing p when p.RetryAt <= now:
                Move(p with { RetryAt = now + settings.RetryInterval });
                _effects.Add(new CoordinatorEffect.Place(_request, Record.Shape!.Slots) { IsTry = CanGoBack });
                break;
            case JobPhase.Waiting p when p.DueAt <= now:
                Place(now);
                break;
        }

        RepeatBarriers(now);
        Tell(new CheckpointMessages.TimePassed(), now);
    }

    // Who still runs an attempt that is not ours any more must stop; whatever it has to say was said, or does not matter.
    private void OnFound(AttemptFound found)
    {
        if (Find(found.Attempt) is null) Fence(found.Attempt, found.Node, isAlive: true);
    }

    private void Fence(AttemptId attempt, string node, bool isAlive)
    {
        if (isAlive && attempt.Job == Record.Job?.Id) Send(node, new AdvanceAttempt(attempt, epoch, SubtaskPhase.Gone));
    }

    private void OnCancel(DateTimeOffset now)
    {
        if (Record.End is not null || Record.CancelRequested) return;
        Decide(new CoordinatorEvents.CancelRequested(now));
        if (_regions.Count == 0) End(JobStatus.Cancelled, new JobCancelled(now));
        else Stop(Regions, (Phase as JobPhase.Stopping)?.Failure, (Phase as JobPhase.Stopping)?.Next, now);
    }

    private void Take(RegionAttempt region, NodeFailure? failure, DateTimeOffset now) => TakeAll([(region, failure)], now);

    // What has the same cause is one failure.
    private void TakeAll(IReadOnlyList<(RegionAttempt Region, NodeFailure? Failure)> news, DateTimeOffset now)
    {
        var failed = news.Where(n => n.Failure is not null).ToList();
        if (failed.Count > 0) Fail([.. failed.Select(f => f.Region)], failed[0].Failure!, now);
        Proceed(now);
    }

    // A failure that was heard later may explain the one that stopped the job. Another region that fails meanwhile begins again with the others.
    private void Fail(IReadOnlyList<RegionAttempt> regions, NodeFailure failure, DateTimeOffset now)
    {
        // What stands still at a checkpoint has nothing left that could fail.
        if (Phase is JobPhase.Stopping { GoesOn: true }) return;
        var attempt = regions[0].Id;
        var cause = new AttemptFailure(attempt.Region, attempt.Number, failure.Vertex, failure.Subtask, FailureText.Shorten(failure.Cause), now);
        var isUnreadable = NoteUnreadable(regions[0], cause.Cause, now);
        if (Phase is JobPhase.Stopping p)
        {
            var explains = p.Failure is not { } first || FailureRank.Explains(cause.Cause, first.Cause);
            var next = p.Next switch
            {
                { } when explains && cause.Cause.Kind == FailureKind.Final => GivenUp,
                RestartDecision.GiveUp when isUnreadable && p.Failure?.Cause.Kind != FailureKind.Final => AtOnce,
                _ => p.Next,
            };
            Stop(FailingWith(regions, next, isUnreadable), explains ? cause : p.Failure, next, now);
        }
        else
        {
            var next = AfterFailure(cause.Cause, isUnreadable, now);
            Stop(FailingWith(regions, next, isUnreadable), cause, next, now);
        }
    }

    // What has finished stays finished. What cannot be read is given up by all: they may have to begin with an older one together.
    private IReadOnlyList<RegionAttempt> FailingWith(IReadOnlyList<RegionAttempt> failed, RestartDecision? next, bool isUnreadable) =>
        next is RestartDecision.Restart && settings.RestartsRegions && !isUnreadable && _checkpoints?.IsSuspended != true
            ? failed
            : [.. Regions.Where(r => r.State is not AttemptState.Finished)];

    private static RestartDecision GivenUp { get; } = new RestartDecision.GiveUp("another attempt would fail too");

    private static RestartDecision AtOnce { get; } = new RestartDecision.Restart(TimeSpan.Zero);

    // It counts in any case. What cannot be read is no matter of how often to try: what follows begins with something else, or is none.
    private RestartDecision AfterFailure(SubtaskFailure cause, bool isUnreadable, DateTimeOffset now)
    {
        var decided = _restarts!.OnFailure(now);
        return cause.Kind == FailureKind.Final ? GivenUp : isUnreadable ? AtOnce : decided;
    }

    private void Stop(IReadOnlyList<RegionAttempt> regions, AttemptFailure? failure, RestartDecision? next, DateTimeOffset now)
    {
        // Those that have stopped already are no more.
        var before = Phase is JobPhase.Stopping p ? p.Regions.Intersect(_regions.Keys) : [];
        Move(new JobPhase.Stopping(before.Union(regions.Select(r => r.Id.Region)), failure, next));
        RegionsStop(regions, now);
        foreach (var region in regions) region.Stop(now);
        Proceed(now);
    }

    private void Proceed(DateTimeOffset now)
    {
        switch (Phase)
        {
            case JobPhase.Executing when _regions.Values.All(r => r.State is AttemptState.Finished):
                End(JobStatus.Finished, new JobFinished(now, Sums()));
                break;
            // Where there are checkpoints the last one says when.
            case JobPhase.Executing when _checkpoints is null && _regions.Values.All(r => r.HasStarted && r.State is not AttemptState.Running):
                Commit(now);
                break;
            case JobPhase.Stopping p when p.Regions.All(r => _regions[r].IsDone):
                Stopped(p, now);
                break;
        }
    }

    // What cannot be told of the job is found before anything of it is visible.
    private void Commit(DateTimeOffset now)
    {
        var regions = Regions.Where(r => r.State is AttemptState.Running or AttemptState.Ended).ToList();
        if (regions.Count == 0) return;
        var sums = Sums();
        if (AccumulatorBytes.AreTooMany(sums.Keys))
        {
            Fail(regions, new NodeFailure(null, null, CoordinatorFailures.TooManyAccumulators(sums.Count)), now);
            return;
        }

        Decide(new CommitStarted(now, sums));
        foreach (var region in regions) region.Commit(now);
    }

    private void Stopped(JobPhase.Stopping stopping, DateTimeOffset now)
    {
        foreach (var region in stopping.Regions.Select(r => _regions[r]).Where(r => r.LeftBehind.Count > 0))
            _effects.Add(new CoordinatorEffect.LeftBehind(region.Id, region.LeftBehind));
        foreach (var region in stopping.Regions) _regions.Remove(region);
        if (stopping.Failure is { } failure) Decide(new AttemptFailed(failure) { Regions = _regions.Count == 0 ? null : [.. stopping.Regions] });
        if (Record.CancelRequested) End(JobStatus.Cancelled, new JobCancelled(now));
        else if (stopping.GoesOn) Place(now);
        else RestartOrEnd(stopping.Next!, stopping.Failure?.At ?? now, now);
    }

    private void RestartOrEnd(RestartDecision next, DateTimeOffset failedAt, DateTimeOffset now)
    {
        if (next is not RestartDecision.Restart restart)
        {
            if (_regions.Values.Any(r => !r.IsDone))
            {
                Stop(Regions, null, next, now);
                return;
            }

            End(JobStatus.Failed, new JobFailed(now, ((RestartDecision.GiveUp)next).Reason));
            return;
        }

        var due = failedAt + restart.Delay;
        Decide(new RestartScheduled(due > now ? due : now));
        KeepJournalShort();
        if (due <= now) Place(now);
        else Move(new JobPhase.Waiting(due));
    }

    // The attempts that there are go on.
    private void FailUnplaced(SubtaskFailure cause, DateTimeOffset now)
    {
        Decide(new AttemptFailed(new AttemptFailure(0, Record.Attempt, null, null, cause, now)) { Regions = _regions.Count == 0 ? null : [] });
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
        foreach (var values in _regions.Values.SelectMany(r => r.Accumulators)) Accumulator.AddTo(sums, values);
        return sums;
    }
}
