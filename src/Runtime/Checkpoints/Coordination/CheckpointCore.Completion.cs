using System.Collections.Immutable;
using FlowActors.Runtime.Checkpoints.Retention;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <content>What completes, what is kept after that, and what is deleted.</content>
internal sealed partial class CheckpointCore
{
    private readonly FileReferences _references = new();
    private readonly Dictionary<long, IReadOnlyList<FileReference>> _files = [];

    private bool _deletesClaimed;

    // Those that were aborted while their metadata was written.
    private readonly HashSet<long> _aborted = [];

    // What was dropped while checkpoints were under way that may have reused it, with the last of these.
    private readonly List<(long Until, IReadOnlyList<FileReference> Files)> _deferred = [];

    private void OnMetadata(MetadataWritten e, DateTimeOffset now)
    {
        if (!_pending.TryGetValue(e.Checkpoint, out var pending) || pending.Stage != PendingStage.Metadata)
        {
            DiscardMetadata(e);
            return;
        }

        _pending.Remove(pending.Id);
        var files = pending.Files.Append(e.Metadata).ToList();
        var completed = new CompletedCheckpoint(
            pending.Id,
            pending.Kind,
            e.Metadata,
            pending.TriggeredAt,
            now,
            files.Sum(f => f.Bytes),
            pending.Parts.Any(p => p.Commits),
            pending.Attempts)
        {
            ReusedBytes = files.Where(f => f.IsReused).Sum(f => f.Bytes),
            AssignedAll = pending.AssignedAll is { IsEmpty: false } vertices ? vertices : null,
        };
        Decide(new CheckpointCompleted(completed));
        Statistics.End(pending.Show(_graph.Subtasks), null, null, now);
        _lastCompletion = now;
        if (completed.Kind.ServesRecovery) Serve(completed, files, now);
        else _references.Release(Names(pending.Files));
        Answer(pending.Request, new CheckpointOutcome.Completed(completed));
        DeleteDeferred();
    }

    private void OnMetadataFailed(MetadataFailed e, DateTimeOffset now)
    {
        if (_pending.TryGetValue(e.Checkpoint, out var pending) && pending.Stage == PendingStage.Metadata)
            Abort(pending, AbortReason.CoordinatorIo, e.Cause, now);
        _aborted.Remove(e.Checkpoint);
    }

    // Of a checkpoint that was aborted while its metadata was written; that of a complete one is told of twice.
    private void DiscardMetadata(MetadataWritten e)
    {
        if (_aborted.Remove(e.Checkpoint)) Discard([e.Metadata]);
    }

    private void Serve(CompletedCheckpoint completed, List<FileReference> files, DateTimeOffset now)
    {
        _failures = 0;
        _references.Add([completed.Metadata.File]);
        _files.Add(completed.Id, files);
        foreach (var lower in _pending.Values.Where(p => p.Id < completed.Id && !p.Kind.IsSavepoint).ToList())
            Abort(lower, AbortReason.Subsumed, $"Checkpoint {completed.Id} completed first.", now);
        Announce(completed);
        var readable = Record.Kept.RemoveAll(c => Record.Unreadable.Contains(c.Id));
        var kept = readable.Skip(readable.Count - settings.Retained).ToList();
        Drop([.. Record.Kept.Except(kept)]);
        DropClaimed();
    }

    // It is the oldest of all that are retained. What a crash leaves of it is deleted at the next start, until its deletion is written down.
    private void DropClaimed(bool isNeeded = true)
    {
        if (_deletesClaimed || Record is not { Claimed: { } claimed, IsClaimedDeleted: false }) return;
        if (isNeeded && Record.Kept.Count(c => !Record.Unreadable.Contains(c.Id)) < settings.Retained) return;
        _deletesClaimed = true;
        _effects.Add(new CheckpointEffect.DeleteClaimed(claimed));
    }

    private void OnClaimedGone()
    {
        if (Record is { Claimed: not null, IsClaimedDeleted: false }) Decide(new ClaimedDeleted());
    }

    private void Announce(CompletedCheckpoint completed)
    {
        _effects.Add(new CheckpointEffect.NotifyComplete(completed.Id));
        if (completed.Kind.EndsJob) _effects.Add(new CheckpointEffect.EndJob(completed.Id, completed.Kind));
        if (completed.Kind != CheckpointKind.Suspend) return;
        _suspendedAt = completed;
        _effects.Add(new CheckpointEffect.Suspended(completed.Id));
    }

    private void Keep(CompletedCheckpoint kept, IReadOnlyList<FileReference>? files)
    {
        _files.Add(kept.Id, files ?? [kept.Metadata]);
        _references.Add(Names(_files[kept.Id]));
    }

    private void Drop(ImmutableList<CompletedCheckpoint> dropped)
    {
        if (dropped.Count == 0) return;
        Decide(new CheckpointsDropped([.. dropped.Select(c => c.Id)]));
        foreach (var checkpoint in dropped)
        {
            _files.Remove(checkpoint.Id, out var files);
            if (checkpoint.Kind.IsSavepoint) _references.Release(Names(files!));
            else if (_leases.Has(checkpoint.Id)) Hold(checkpoint.Id, files!);
            else Defer(files!);
        }

        DeleteDeferred();
    }

    private void DeleteDeferred()
    {
        var first = _pending.Count == 0 ? long.MaxValue : _pending.Keys.First();
        foreach (var due in _deferred.Where(d => d.Until < first).ToList())
        {
            _deferred.Remove(due);
            Delete(_references.Release(Names(due.Files)));
        }
    }

    private static IEnumerable<string> Names(IEnumerable<FileReference> files) => files.Select(file => file.File);

    private long? OldestBase() => Record.Kept.Find(c => !c.Kind.IsSavepoint && !Record.Unreadable.Contains(c.Id))?.Id;
}
