using System.Diagnostics;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <content>The job's checkpoints: what <see cref="CheckpointCore"/> is told of the attempts, and what becomes of what it asks for.</content>
internal sealed partial class JobCore
{
    /// <summary>How many entries of a barrier one message names.</summary>
    public const int BarrierEntriesMax = 4_096;

    private readonly Dictionary<int, int> _toldStarted = [];
    private readonly HashSet<(int Attempt, SubtaskNumber Subtask)> _toldEnded = [];

    // How many splits the readers must have got before they take part, by checkpoint and vertex.
    private readonly Dictionary<(long Checkpoint, int Vertex), IReadOnlyList<long>> _assigned = [];
    private DateTimeOffset? _repeatBarriersAt;
    private long _lastCompleted;
    private long _lastAborted;
    private long _highestAborted;
    private CheckpointStart? _kept;
    private CheckpointCore? _checkpoints;

    /// <summary>What became of the last checkpoints; null where the job takes none.</summary>
    public CheckpointStatistics? Statistics => _checkpoints?.Statistics;

    /// <summary>The checkpoints under way, and whom they wait for.</summary>
    public IReadOnlyList<PendingLine> Pending => _checkpoints is not { } checkpoints
        ? []
        :
        [
            .. checkpoints.Pending.Take(PendingLine.CheckpointsMax).Select(p => new PendingLine(
                p.Id, p.Kind, p.TriggeredAt, p.Stage, p.Missing, [.. checkpoints.MissingOf(p).Take(PendingLine.SubtasksMax)])),
        ];

    private CheckpointStep MakeCheckpoints(CheckpointStart kept, DateTimeOffset now)
    {
        _checkpoints = new CheckpointCore(kept.Settings, Record.Shape!.Checkpoints!.ToCheckpointGraph());
        _checkpoints.Replay(new CheckpointEvents.CheckpointsKept(Record.Checkpoints));
        var claimed = Record.Job!.From is { ClaimMode: ClaimMode.Claim } from && kept.Origin is { Job: { } job, Unreadable: null, Misfit: null } origin
            ? new ClaimedSnapshot(from.Path, job, origin.Checkpoint)
            : null;
        return _checkpoints.Start(kept.FilesOf(), now, claimed, hasEnded: Record.End is not null);
    }

    /// <summary>Somebody reads a checkpoint. Of a job that does nothing nothing is deleted.</summary>
    public CheckpointLease Lease(LeaseCheckpoint asked, DateTimeOffset now) =>
        _checkpoints?.Lease(asked.Checkpoint, asked.Reader, now + settings.CheckpointLease) ?? Record.Checkpoints.Find(asked.Checkpoint);

    /// <summary>The files that go with the coordinator of a job that has ended: of dropped checkpoints that somebody reads.</summary>
    public IReadOnlyList<string> LeaveHeld() => _checkpoints?.LeaveHeld() ?? [];

    private void OnLeaseEnded(EndLease ended, DateTimeOffset now)
    {
        if (_checkpoints is not null) Take(_checkpoints.EndLease(ended.Checkpoint, ended.Reader, ended.HasNext ? now + settings.CheckpointLease : null, now), now);
    }

    /// <summary>What the next attempts begin with.</summary>
    private RestoreChoice ChooseRestore()
    {
        var choice = RestoreSelection.Choose(
            Record.Checkpoints, _kept?.Unreadable ?? new HashSet<long>(), _kept?.Settings.FallsBack == true, _kept?.Settings.AcceptsDoubleOutput == true);
        var found = choice switch
        {
            RestoreChoice.From e => _kept?.Kept.GetValueOrDefault(e.Checkpoint.Id),
            RestoreChoice.FromTheBeginning => _kept?.Origin,
            _ => null,
        };
        if (choice is RestoreChoice.Refused refused && _kept?.LastUnreadable is { } why) return new RestoreChoice.Refused($"{refused.Reason} {why}");
        if (choice is RestoreChoice.FromTheBeginning && found?.Unreadable is { } unreadable) return new RestoreChoice.Refused(unreadable);
        return found?.Misfit is { } misfit ? new RestoreChoice.Refused(misfit) : choice;
    }

    private static RestoreFrom? SourceOf(RestoreChoice choice) => choice is RestoreChoice.From { Checkpoint: var checkpoint } ? SourceOf(checkpoint) : null;

    private static RestoreFrom SourceOf(CompletedCheckpoint checkpoint) =>
        new(checkpoint.Id, checkpoint.Kind.IsSavepoint ? Path.GetDirectoryName(checkpoint.Metadata.File) : null) { EndsJob = checkpoint.Kind.EndsJob };

    /// <summary>Notes that an attempt could not read what it was to begin with, so that no other one tries until somebody has looked again.</summary>
    /// <returns>True if that is why it failed: another attempt begins with something else, or the job stands still.</returns>
    private bool NoteUnreadable(RegionAttempt region, SubtaskFailure cause, DateTimeOffset now)
    {
        if (cause.Kind != FailureKind.SnapshotUnreadable || _kept is null || region.Restore is not { } restored) return false;
        if (Record.Checkpoints.Kept.Find(c => c.Id == restored.Checkpoint && SourceOf(c).Folder == restored.Folder) is { } kept)
        {
            _kept = _kept.WithUnreadable(kept.Id, CoordinatorFailures.Unreadable(cause.Message, "resume the job"));
            Tell(new FoundDamaged(kept.Id), now);
            return true;
        }

        // Of a savepoint nothing is written down: the next start tries it again.
        if (_kept.Origin is not { } origin || Record.Job!.From?.Path != restored.Folder) return false;
        _kept = _kept with { Origin = origin with { Unreadable = CoordinatorFailures.Unreadable(cause.Message, "start the job again") } };
        return true;
    }

    private void OnEnumeratorTaken(EnumeratorWritten e, DateTimeOffset now)
    {
        _assigned[(e.Checkpoint, e.Vertex)] = e.Assigned;
        var file = CheckpointFiles.Reference(e.Checkpoint, e.Target, e.File);
        Tell(new EnumeratorTaken(e.Checkpoint, e.Kind, e.Attempt.Number, new EnumeratorPart(e.Vertex, [file]) { File = e.File, HasAssignedAll = e.HasAssignedAll }), now);
    }

    private void OnSubtaskTaken(SubtaskCheckpoint e, DateTimeOffset now)
    {
        var files = e.Snapshot.Handles().Distinct().Select(handle => CheckpointFiles.Reference(e.Checkpoint, e.Target, handle)).ToList();
        var part = new SubtaskPart(new SubtaskNumber(e.Vertex, e.Snapshot.Index), files, e.Snapshot.HasEnded, Commits: e.Commits, Times: e.Times)
        {
            Snapshot = e.Snapshot,
        };
        Tell(new Acknowledged(e.Checkpoint, e.Kind, e.Attempt.Number, part), now);
    }

    private void Tell(ICheckpointMessage message, DateTimeOffset now)
    {
        if (_checkpoints is not null) Take(_checkpoints.Handle(message, now), now);
    }

    private void Take(CheckpointStep step, DateTimeOffset now)
    {
        foreach (var decision in step.Events)
        {
            Decide(new CheckpointDecided(decision));
            if (decision is CheckpointEvents.CheckpointCompleted { Checkpoint.Kind.ServesRecovery: true }) _restarts!.CheckpointCompleted();
        }

        if (step.Events.Count > 0) KeepJournalShort();

        // What fails the attempts comes last: what was begun in the same step is aborted with them.
        (IReadOnlyList<RegionAttempt> Regions, NodeFailure Failure)? failed = null;
        foreach (var effect in step.Effects) failed = Do(effect, now) ?? failed;
        if (failed is { } failure) Fail(failure.Regions, failure.Failure, now);
        if (!_isSuspended) return;
        _isSuspended = false;
        GoOnFromSuspension(now);
    }

    /// <returns>What fails because of it.</returns>
    private (IReadOnlyList<RegionAttempt> Regions, NodeFailure Failure)? Do(CheckpointEffect effect, DateTimeOffset now)
    {
        switch (effect)
        {
            case CheckpointEffect.SnapshotEnumerators e: return SnapshotEnumerators(e);
            case CheckpointEffect.EnterBarrier e:
                EnterBarrier(e, []);
                _repeatBarriersAt ??= now + settings.Heartbeat;
                break;
            case CheckpointEffect.NotifyComplete e: EndCheckpoint(e.Checkpoint, isComplete: true); break;
            case CheckpointEffect.NotifyAborted e: EndCheckpoint(e.Checkpoint, isComplete: false); break;
            case CheckpointEffect.AbortBelow e: EndCheckpoint(e.Checkpoint - 1, isComplete: false); break;
            case CheckpointEffect.WriteMetadata e: _effects.Add(new CoordinatorEffect.Publish(CheckpointFiles.MetadataOf(e.Content, Record.Job!, Record.Shape!.Checkpoints!), e.Content.Target)); break;
            case CheckpointEffect.Delete e: _effects.Add(new CoordinatorEffect.DeleteFiles(e.Files)); break;
            case CheckpointEffect.DeleteClaimed e: _effects.Add(new CoordinatorEffect.DeleteClaimed(e.Snapshot)); break;
            case CheckpointEffect.Sweep e: _effects.Add(new CoordinatorEffect.Sweep(e.Below, e.Kept)); break;
            case CheckpointEffect.Answer e when e.Request == _rescale?.Suspend: OnSuspendAnswered(e.Outcome, now); break;
            case CheckpointEffect.Answer e: _effects.Add(new CoordinatorEffect.AnswerCheckpoint(e.Request, e.Outcome)); break;
            case CheckpointEffect.FailJob e:
                // Attempts that stop have a reason already.
                var others = Regions.Where(r => r.GoesOn && !r.IsDone).ToList();
                if (others.Count > 0) return (others, new NodeFailure(null, null, CoordinatorFailures.CheckpointFailed(e.Checkpoint, e.Reason, e.Cause)));
                break;
            case CheckpointEffect.Suspended: _isSuspended = true; break;
            case CheckpointEffect.EndJob:
                // It is said again when all run.
                if (Phase is JobPhase.Executing && _regions.Values.All(r => r.HasStarted)) Commit(now);
                break;
            default: throw new UnreachableException($"Unknown effect {effect.GetType()} of the checkpoints of job {Record.Job?.Id}.");
        }

        return null;
    }

    // The enumerators of an attempt end with the coordinator that started it: what was assigned since nobody knows, unless all readers have ended, or had all at a checkpoint.
    private (IReadOnlyList<RegionAttempt> Regions, NodeFailure Failure)? SnapshotEnumerators(CheckpointEffect.SnapshotEnumerators asked)
    {
        (IReadOnlyList<RegionAttempt> Regions, NodeFailure Failure)? lost = null;
        foreach (var vertex in asked.Vertices.Select(v => Record.Shape!.Checkpoints!.Vertices[v]))
        {
            var region = _regions[vertex.Region];
            var isKnown = !region.IsTakenUp || region.EndedSubtasks.Count(s => s.Vertex == vertex.Id) == vertex.Parallelism;
            if (!isKnown && AssignedAllAt(region, vertex.Id) is { } known)
                _effects.Add(new CoordinatorEffect.SnapshotEnumerator(region.Id, vertex.Id, asked.Checkpoint, asked.Kind, asked.Target, known) { HasAssignedAll = true });
            else if (isKnown) _effects.Add(new CoordinatorEffect.SnapshotEnumerator(region.Id, vertex.Id, asked.Checkpoint, asked.Kind, asked.Target, region.Restore));
            else lost ??= ([region], new NodeFailure(vertex.Id, null, CoordinatorFailures.EnumeratorLost));
        }

        return lost;
    }

    // The last checkpoint, of the attempt or what it began with, if a source had nothing left to assign.
    private RestoreFrom? AssignedAllAt(RegionAttempt region, int vertex)
    {
        if (Record.Checkpoints.Latest is not { } last || last.AssignedAll?.Contains(vertex) != true) return null;
        var isOfAttempt = last.Attempts.GetValueOrDefault(region.Id.Region) == region.Id.Number;
        return isOfAttempt || region.Restore == SourceOf(last) ? SourceOf(last) : null;
    }

    /// <summary>Sends the barriers again of which nothing was heard, and asks for what may be lost.</summary>
    private void RepeatBarriers(DateTimeOffset now)
    {
        if (!(_repeatBarriersAt <= now)) return;
        var awaited = _checkpoints!.Awaited;
        foreach (var parts in awaited) EnterBarrier(parts.Barrier, parts.Missing);
        _repeatBarriersAt = awaited.Count > 0 ? now + settings.Heartbeat : null;
    }

    // All subtasks hear where a savepoint is written to; of the others only those at which the barrier enters.
    private void EnterBarrier(CheckpointEffect.EnterBarrier barrier, IReadOnlyList<SubtaskNumber> missing)
    {
        var entries = barrier.Subtasks
            .Select(s => (Region: Record.Shape!.Checkpoints!.Vertices[s.Vertex].Region, Entry: new BarrierEntry(s.Vertex, s.Index, SplitsOf(barrier.Checkpoint, s)) { Behind = _checkpoints!.EntryBefore(barrier.Checkpoint, s) }))
            .ToLookup(s => s.Region, s => s.Entry);
        var awaited = missing.ToLookup(s => Record.Shape!.Checkpoints!.Vertices[s.Vertex].Region);
        foreach (var region in Regions)
        {
            var byNode = entries[region.Id.Region].ToLookup(e => region.NodeOf(e.Subtask));
            var awaitedOf = awaited[region.Id.Region].ToLookup(s => region.NodeOf(s.Index));
            foreach (var node in region.Nodes.Where(n => byNode.Contains(n) || awaitedOf.Contains(n) || (barrier.Target is not null && missing.Count == 0)))
            {
                var command = new EnterBarriers(region.Id, epoch, barrier.Checkpoint, barrier.Options.Kind, barrier.Options.Mode, barrier.Target, []) { IsNative = barrier.Options.IsNative };
                var commands = byNode[node].Chunk(BarrierEntriesMax).Select(chunk => command with { Entries = chunk })
                    .Concat(awaitedOf[node].Chunk(BarrierEntriesMax).Select(chunk => command with { Awaited = chunk }));
                foreach (var one in commands.DefaultIfEmpty(command)) Send(node, one);
            }
        }
    }

    private long SplitsOf(long checkpoint, SubtaskNumber subtask) =>
        _assigned.TryGetValue((checkpoint, subtask.Vertex), out var assigned) ? assigned[subtask.Index] : 0;

    private void EndCheckpoint(long checkpoint, bool isComplete)
    {
        if (isComplete) _lastCompleted = Math.Max(_lastCompleted, checkpoint);
        else (_highestAborted, _lastAborted) = (Math.Max(_highestAborted, checkpoint), checkpoint);
        var underWay = _checkpoints!.UnderWayBelow(checkpoint);
        foreach (var over in _assigned.Keys.Where(k => k.Checkpoint <= checkpoint && underWay?.Contains(k.Checkpoint) != true).ToList()) _assigned.Remove(over);
        foreach (var region in Regions)
        {
            foreach (var node in region.Nodes) Send(node, Ending(region.Id, checkpoint, isComplete));
        }

        _effects.Add(new CoordinatorEffect.EndCheckpointAtEnumerators(checkpoint, isComplete));
    }

    private EndCheckpoint Ending(AttemptId attempt, long checkpoint, bool isComplete) =>
        new(attempt, epoch, checkpoint, isComplete) { UnderWay = _checkpoints!.UnderWayBelow(checkpoint) };

    /// <summary>Tells what is new of the attempts: which run, and which of their subtasks have ended their input.</summary>
    private void ObserveRegions(DateTimeOffset now)
    {
        if (_checkpoints is null) return;
        foreach (var region in Regions.Where(r => r.HasStarted))
        {
            if (_toldStarted.GetValueOrDefault(region.Id.Region) < region.Id.Number)
            {
                _toldStarted[region.Id.Region] = region.Id.Number;
                Tell(new RegionStarted(region.Id.Region, region.Id.Number, []) { IsTakenUp = region.IsTakenUp }, now);
            }

            foreach (var subtask in region.EndedSubtasks)
            {
                if (_toldEnded.Add((region.Id.Number, subtask))) Tell(new SubtaskEnded(subtask, region.Id.Number), now);
            }
        }
    }

    private void RegionsStop(IReadOnlyList<RegionAttempt> regions, DateTimeOffset now)
    {
        foreach (var region in regions) Tell(new RegionStopped(region.Id.Region, region.Id.Number), now);
        _toldEnded.RemoveWhere(told => regions.Any(r => r.Id.Region == Record.Shape!.Checkpoints!.Vertices[told.Subtask.Vertex].Region));
        _repeatBarriersAt = null;
    }
}
