using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Protocols;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;

namespace FlowActors.Runtime.Control.Coordination;

/// <content>Another parallelism while the job runs: all stand still at a checkpoint, and the next attempts go on from it.</content>
internal sealed partial class JobCore
{
    // A checkpoint that takes longer is told of, by who waits for the slots.
    private static readonly TimeSpan SlowMove = TimeSpan.FromSeconds(5);

    private Rescaling? _rescale;
    private long _suspends;
    private bool _isSuspended;

    /// <summary>The last rescales, the latest first, one under way included.</summary>
    public IReadOnlyList<RescaleLine> Rescales
    {
        get
        {
            IEnumerable<RescaleLine> told = [.. Record.EndedRescales ?? [], .. _rescale is { } rescale ? [rescale.Line] : (RescaleLine[])[]];
            var untold = (Record.Rescales ?? []).Where(p => !told.Any(p.Is)).Select(p => p.Line);
            return [.. untold.Concat(told).Reverse().OrderByDescending(r => r.StartedAt).Take(JobRecord.RescalesMax)];
        }
    }

    // Nothing has failed since, and the attempts of a rescale are to begin, or were the last that have begun.
    private bool IsRescaling => Record.Rescales is [.., var last] && last.Failures == Record.FailureCount
        && (Record.Attempt == last.Attempt || (Record.IsOpen && Record.Attempt == last.Attempt + 1));

    private void OnRescale(RescalePlanned planned, DateTimeOffset now)
    {
        var (from, to) = (Record.Job!.Parallelism!.Parallelism, planned.Job.Parallelism!.Parallelism);
        if (planned.IsMove && (Record.End is not null || Phase is JobPhase.Halted)) Tell(planned, new RescaleNews(RescaleStep.Done));
        else if (RefusalOf(planned, now) is { } refusal) Tell(planned, refusal);
        else if (from == to && !planned.IsMove) Tell(planned, new RescaleNews(RescaleStep.Done));
        else if (Phase is not JobPhase.Executing || !_regions.Values.All(r => r.HasStarted)) Tell(planned, new RescaleNews(RescaleStep.NotNow, RefusalReason.NotAllRunning.TextFor(planned)));
        else if (!planned.IsMove && IsAlike(planned.Shape)) Tell(planned, new RescaleNews(RescaleStep.Impossible, "Every operator of it has a parallelism of its own: change its program, and resume it with that."));
        else
        {
            _rescale = Rescaling.Asked(planned, Record.Shape!, now, --_suspends);
            Tell(new CheckpointMessages.RequestCheckpoint(_suspends, CheckpointKind.Suspend, null), now);
            if (_rescale is null) return;
            _rescale.HasBegun = true;
            Tell(planned, new RescaleNews(RescaleStep.Begun, planned.IsMove ? WaitOf(_rescale, now) : null));
        }
    }

    private RescaleNews? RefusalOf(RescalePlanned planned, DateTimeOffset now)
    {
        if (Record.End is not null || Record.CancelRequested || Record.IsCommitting || Record.Checkpoints.End is not null)
            return new RescaleNews(RescaleStep.NotNow, RefusalReason.JobEnding.TextFor(planned));
        if (planned.IsMove && _rescale is { IsMove: true } move) return new RescaleNews(RescaleStep.Begun, WaitOf(move, now));
        if (_rescale is { } other)
        {
            return new RescaleNews(
                RescaleStep.NotNow, $"{UnderWayText(other.Line)} Ask again when that is done.");
        }

        if (Phase is JobPhase.Halted) return new RescaleNews(RescaleStep.NotNow, "It is suspended: it stands still, with its last checkpoint. Resume it first.");
        if (_checkpoints is null)
        {
            return new RescaleNews(
                RescaleStep.Impossible,
                "It takes no checkpoints, with which its state would go on: it needs a data folder (flowactors.journal.data-folder) or an interval (flowactors.checkpoints.interval, EnableCheckpointing).");
        }

        return planned.Before != Record.Job
            ? new RescaleNews(RescaleStep.NotNow, "It was changed meanwhile. Ask again.")
            : null;
    }

    private static string UnderWayText(RescaleLine line) => line.Why switch
    {
        RescaleCause.Drained => "Its slots are being moved, as a node is drained.",
        RescaleCause.NodeJoined => "Its slots are being moved, as a node has joined.",
        RescaleCause.Interrupted => $"It begins again at its parallelism of {line.To}, as its coordinator was lost in the middle of a change.",
        RescaleCause.NotPlaced => $"It goes back to its parallelism of {line.To}, as {line.From} found no slots.",
        _ => $"It is being brought from a parallelism of {line.From} to {line.To} already.",
    };

    private bool IsAlike(JobShape shape) =>
        shape.Checkpoints!.Vertices.Select(v => v.Parallelism).SequenceEqual(Record.Shape!.Checkpoints!.Vertices.Select(v => v.Parallelism));

    // Nobody has asked for a move: the job manager tells people what keeps the slots.
    private void Tell(RescalePlanned planned, RescaleNews news) =>
        _effects.Add(planned.IsMove ? new CoordinatorEffect.TellMove(news.Text) : new CoordinatorEffect.TellRescale(planned.Request, news));

    // Why all do not stand still yet; null where there is nothing to tell of.
    private string? WaitOf(Rescaling move, DateTimeOffset now)
    {
        if (move.IsDecided || _checkpoints!.Pending.OrderByDescending(p => p.Kind is CheckpointKind.Suspend).FirstOrDefault() is not { } first) return null;
        if (first.Kind.IsSavepoint) return $"It stands still at a checkpoint once savepoint {first.Id}, which is under way, is complete.";
        if (now - first.TriggeredAt >= SlowMove)
            return $"It is to stand still at a checkpoint, and checkpoint {first.Id} is not complete yet: 'checkpoints list' shows for how many subtasks that waits, 'job why' what holds them back.";
        return Record.EndedRescales is [.., { Why: RescaleCause.Drained or RescaleCause.NodeJoined, Failure: { } failure }] ? failure : null;
    }

    // What became of the checkpoint at which all are to stand still; that they do is told by its completion.
    private void OnSuspendAnswered(CheckpointOutcome outcome, DateTimeOffset now)
    {
        switch (outcome)
        {
            case CheckpointOutcome.Refused e when _rescale!.HasBegun:
                EndRescale(e.Reason.TextFor(_rescale.Planned!), now);
                break;
            case CheckpointOutcome.Refused e:
                var planned = _rescale.Planned!;
                _rescale = null;
                Tell(planned, new RescaleNews(RescaleStep.NotNow, e.Reason.TextFor(planned)));
                break;
            case CheckpointOutcome.Aborted e:
                EndRescale($"Checkpoint {e.Checkpoint}, at which all were to stand still, did not complete ({e.Reason}): {e.Cause}", now);
                break;
        }
    }

    // An earlier coordinator may have been lost before it decided what follows; then the job goes on as it was. Told of again later, it is past.
    private void GoOnFromSuspension(DateTimeOffset now)
    {
        if (Record.Checkpoints.Latest is not { Kind: CheckpointKind.Suspend } at) return;
        if (!Record.Open.Any(r => Record.Attempts[r] <= at.Attempts.GetValueOrDefault(r))) return;
        if (Record.CancelRequested || Phase is JobPhase.Over or JobPhase.Halted or JobPhase.Stopping) return;
        var nodes = NodesOf(Record.Placement);
        var from = Record.Job!.Parallelism?.Parallelism ?? Record.Shape!.Slots;
        var times = Rescaling.TimesOf(_rescale?.Line.StartedAt, at, _checkpoints!.Find(at.Id)?.Subtasks ?? []);
        if (_rescale is { IsDecided: false, Planned: { } planned } rescale)
        {
            Decide(new Rescaled(planned.Why, from, planned.Job.Parallelism!.Parallelism, at.Id, now, planned.Job, planned.Shape) { Times = times });
            rescale.Decided(Record.Rescales![^1], _checkpoints.Find(at.Id)?.Subtasks ?? [], nodes);
        }
        else
        {
            Decide(new Rescaled(RescaleCause.Interrupted, from, from, at.Id, now, Record.Job, Record.Shape!) { Times = times });
            _rescale = Rescaling.TakenUp(Record.Rescales![^1]);
        }

        _checkpoints.Rescale(Record.Shape!.Checkpoints!.ToCheckpointGraph());
        StopStanding(now);
    }

    private void StopStanding(DateTimeOffset now)
    {
        var regions = Regions;
        Move(new JobPhase.Stopping([.. regions.Select(r => r.Id.Region)], null, null) { GoesOn = true });
        RegionsStop(regions, now);
        foreach (var region in regions) region.Stop(now);
        Proceed(now);
    }

    private bool CanGoBack => _rescale is { IsDecided: true, Planned.Why: RescaleCause.Requested } && IsRescaling && _regions.Count == 0;

    // What was asked for has no slots, or no answer as nodes have no room: what the job had before is tried, and by whom that was forgotten the restart strategy.
    private bool TryGoBack(string reason, DateTimeOffset now)
    {
        if (_rescale is not { IsDecided: true, Planned: { } planned } rescale || !IsRescaling || _regions.Count > 0) return false;
        var last = Record.Rescales![^1];
        Decide(new Rescaled(RescaleCause.NotPlaced, last.To, last.From, last.Checkpoint, now, planned.Before, rescale.Before!) { Times = last.Times! with { AskedAt = now } });
        _checkpoints!.Rescale(Record.Shape!.Checkpoints!.ToCheckpointGraph());
        EndRescale(reason, now);
        _rescale = rescale.Back(Record.Rescales![^1]);
        Place(now);
        return true;
    }

    private void ObserveRescale(DateTimeOffset now)
    {
        if (_rescale is not { } rescale) return;
        if (Phase is JobPhase.Over) EndRescale($"The job has ended: {Record.End}.", now);
        else if (Phase is JobPhase.Halted { Failure.Cause.Message: var why }) EndRescale(why, now);
        else if (rescale.IsDecided)
        {
            var states = Phase is JobPhase.Executing ? _regions.Values.Select(r => r.State).ToList() : [];
            var isExecuting = states.Count > 0;
            rescale.Observe(
                isExecuting && states.TrueForAll(s => s is not (AttemptState.Attaching or AttemptState.Deploying)),
                isExecuting && states.TrueForAll(s => s is not (AttemptState.Attaching or AttemptState.Deploying or AttemptState.Opening)),
                now);
            if (isExecuting && _regions.Values.All(r => r.HasStarted)) EndRescale(null, now);
        }
    }

    private void EndRescale(string? failure, DateTimeOffset now)
    {
        var rescale = _rescale!;
        _rescale = null;
        if (failure is not null) failure = ControlText.Cut(failure, ControlLimits.ReasonBytesMax);
        Decide(new RescaleEnded(failure is null ? rescale.Done(now) : rescale.Line with { EndedAt = now, IsUnderWay = false, Failure = failure }));
        if (Record.End is null) KeepJournalShort();
        if (rescale.Planned is { } planned) Tell(planned, failure is null ? new RescaleNews(RescaleStep.Done) : new RescaleNews(RescaleStep.Failed, failure));
    }

    private static IReadOnlyList<string> NodesOf(Subtasks.Deployment.AttemptPlacement? placement) =>
        placement is null ? [] : [.. placement.NodeOfSlot.Select(n => placement.Nodes[n].Node)];
}
