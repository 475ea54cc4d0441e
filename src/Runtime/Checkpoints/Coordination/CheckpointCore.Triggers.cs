using System.Collections.Immutable;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <content>What begins, and when.</content>
internal sealed partial class CheckpointCore
{
    // What failed at the end of a job is tried again, but not at once for ever.
    private static readonly TimeSpan FinalRetry = TimeSpan.FromSeconds(1);

    private readonly CheckpointQueue _queue = new();
    private DateTimeOffset? _dueAt;
    private DateTimeOffset? _lastCompletion;
    private DateTimeOffset? _finalAt;
    private CompletedCheckpoint? _suspendedAt;

    private bool MayBegin => _standings is { AllThere: true, AllFinished: false } && Record.End is null && _suspendedAt is null;

    private bool HasRoom => _pending.Count < settings.MaxConcurrent && !_pending.Values.Any(p => p.Kind.IsAlone);

    private DateTimeOffset? PauseEnd => _lastCompletion + settings.MinPause;

    private DateTimeOffset? NextBeginning()
    {
        if (!MayBegin || !HasRoom || _queue.Count > 0) return null;
        if (_standings.AllEnded) return _pending.Count == 0 ? _finalAt : null;
        return _dueAt is { } due && PauseEnd is { } pause && pause > due ? pause : _dueAt;
    }

    // The interval of attempts that an earlier coordinator has led goes on, from the last one that is complete.
    private DateTimeOffset? DueAfterStart(bool isTakenUp, DateTimeOffset now)
    {
        if (settings.Interval is not { } interval) return null;
        var due = now + interval;
        if (!isTakenUp || Record.Latest is not { } last) return due;
        var next = last.TriggeredAt + interval;
        return next > due ? due : next > now ? next : now;
    }

    private void OnRequest(RequestCheckpoint request)
    {
        if (request.Kind == CheckpointKind.Final) throw new ArgumentException("The final checkpoint comes by itself.");
        if (Refusal() is { } reason) Answer(request.Request, new CheckpointOutcome.Refused(reason));
        else _queue.Enqueue(request);
    }

    // The pause is one of the interval, as in Flink: what people ask for does not wait for its end.
    private RefusalReason? Refusal()
    {
        if (Record.End is not null || _standings.AllEnded || _pending.Values.Any(p => p.Kind.EndsJob)) return RefusalReason.JobEnding;
        if (!_standings.AllThere) return RefusalReason.NotAllRunning;
        if (_suspendedAt is not null) return RefusalReason.Suspended;
        return _queue.Count >= QueueMax ? RefusalReason.QueueFull : null;
    }

    private void RefuseQueued(RefusalReason reason)
    {
        while (_queue.TryDequeue(out var request)) Answer(request.Request, new CheckpointOutcome.Refused(reason));
    }

    private void Answer(long? request, CheckpointOutcome outcome)
    {
        if (request is { } id) _effects.Add(new CheckpointEffect.Answer(id, outcome));
    }

    // First what ends the job, then what somebody waits for, then what the interval asks for.
    private void BeginWhatMay(DateTimeOffset now)
    {
        if (_standings.AllEnded || Record.End is not null) RefuseQueued(RefusalReason.JobEnding);
        else if (_suspendedAt is not null) RefuseQueued(RefusalReason.Suspended);
        if (!MayBegin) return;
        if (_standings.AllEnded)
        {
            if (_pending.Count == 0 && !(_finalAt > now)) Begin(new RequestCheckpoint(0, CheckpointKind.Final, null), null, now);
            return;
        }

        while (HasRoom && _queue.TryPeek(out var request) && !(request.Kind.IsAlone && _pending.Count > 0))
        {
            _queue.TryDequeue(out _);
            Begin(request, request.Request, now);
        }

        if (NextBeginning() is not { } due || due > now) return;

        // What was missed is not made up for: one begins now, and not several.
        var next = _dueAt!.Value + settings.Interval!.Value;
        _dueAt = next > now ? next : now + settings.Interval;
        Begin(new RequestCheckpoint(0, CheckpointKind.Checkpoint, null), null, now);
    }

    private void Begin(RequestCheckpoint asked, long? request, DateTimeOffset now)
    {
        if (_next >= Record.ReservedBelow) Decide(new CheckpointIdsReserved(_next + IdsReserved));
        var pending = new PendingCheckpoint(_next++, asked.Kind, request, asked.Target, now, now + settings.Timeout, _standings.Attempts)
        {
            OldestBase = asked.Kind.IsSavepoint ? null : OldestBase(),
            IsNative = asked.IsNative,
        };
        _pending.Add(pending.Id, pending);
        _heard.Add(pending.Id, []);
        Statistics.Begin();
        var present = new HashSet<int>();
        for (var i = 0; i < _graph.Subtasks.Count; i++)
        {
            var isFinished = _standings.Of(i) == SubtaskStanding.Finished;
            pending.ExpectSubtask(i, isFinished ? new SubtaskPart(_graph.Subtasks[i], [], HasEnded: true, IsFinished: true) : null);
            if (!isFinished) present.Add(_graph.Subtasks[i].Vertex);
        }

        // The state of an enumerator of which no reader is left matters to nobody.
        var sources = _graph.Sources.Where(present.Contains).ToList();
        foreach (var vertex in sources) pending.ExpectEnumerator(vertex);
        if (sources.Count > 0) _effects.Add(new CheckpointEffect.SnapshotEnumerators(pending.Id, pending.Kind, sources, pending.Target));
        EnterInOrder(now);
    }

    // Subtasks pass over what comes behind a higher number.
    private void EnterInOrder(DateTimeOffset now)
    {
        foreach (var pending in _pending.Values.Where(p => p.Stage == PendingStage.Enumerators))
        {
            if (pending.Missing > 0) return;
            EnterFirst(pending, now);
        }
    }

    private void EnterFirst(PendingCheckpoint pending, DateTimeOffset now)
    {
        pending.BeginSubtasks();
        var mode = ModeOf(pending.Kind);
        pending.SetOut(mode, mode == CheckpointMode.AlignedWithTimeout ? now + settings.AlignmentTimeout : null);
        Enter(pending, [.. Enumerable.Range(0, _graph.Subtasks.Count).Where(_standings.IsEntry)]);
    }

    private void EnterLater(IReadOnlyList<int> subtasks)
    {
        foreach (var pending in _pending.Values.Where(p => p.Stage == PendingStage.Subtasks)) Enter(pending, [.. subtasks.Where(pending.AwaitsSubtask)]);
    }

    private void Enter(PendingCheckpoint pending, ImmutableArray<int> subtasks)
    {
        if (!subtasks.IsEmpty) _effects.Add(BarrierOf(pending, subtasks));
    }

    // What lasts, or is read by another build, has nothing of what is under way.
    private CheckpointMode ModeOf(CheckpointKind kind) =>
        kind == CheckpointKind.Checkpoint || settings.Mode == CheckpointMode.AtLeastOnce ? settings.Mode : CheckpointMode.Aligned;

    // Told to all: those that have taken part long ago say where in their channels the barrier is.
    private void OvertakeWhatWaits(DateTimeOffset now)
    {
        foreach (var pending in _pending.Values.Where(p => p.Stage == PendingStage.Subtasks && p.OvertakesAt <= now))
        {
            pending.Overtake();
            Enter(pending, [.. Enumerable.Range(0, _graph.Subtasks.Count).Where(i => _standings.Of(i) != SubtaskStanding.Finished)]);
        }
    }

    private CheckpointEffect.EnterBarrier BarrierOf(PendingCheckpoint pending, ImmutableArray<int> subtasks)
    {
        var options = new BarrierOptions(pending.Kind, pending.Overtakes ? CheckpointMode.Unaligned : ModeOf(pending.Kind), pending.OldestBase) { IsNative = pending.IsNative };
        return new CheckpointEffect.EnterBarrier(pending.Id, options, pending.Attempts, [.. subtasks.Select(i => _graph.Subtasks[i])], pending.Target);
    }
}
