using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Retention;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;

namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What the journal tells of a job's checkpoints. Replay and live decisions share <see cref="Apply"/>.</summary>
internal sealed record CheckpointRecord
{
    public static CheckpointRecord Empty { get; } = new();

    /// <summary>How many of the last savepoints are remembered, to be read.</summary>
    public const int SavepointsMax = 8;

    /// <summary>The first number that was surely not used.</summary>
    public long ReservedBelow { get; init; } = 1;

    /// <summary>The completed checkpoints that are kept for restarts, oldest first.</summary>
    public ImmutableList<CompletedCheckpoint> Kept { get; init; } = [];

    /// <summary>Those of them that a restart could not read.</summary>
    public ImmutableSortedSet<long> Unreadable { get; init; } = [];

    /// <summary>
    /// The last savepoints that were completed, oldest first; null for none. Their files are those of whoever asked for them: they are read where they still are, also when the job has ended.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableList<CompletedCheckpoint>? Savepoints { get; init; }

    /// <summary>
    /// Those of them of which an attempt could not read a file. It may have been put back since: they are read whole before a restart takes them. Null for none.
    /// </summary>
    public ImmutableSortedSet<long>? Damaged { get; init; }

    /// <summary>The snapshot that the job has begun with and taken over; null where there is none.</summary>
    public ClaimedSnapshot? Claimed { get; init; }

    /// <summary>Whether its files were deleted: that is done once, as its folder is somebody else's from then on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsClaimedDeleted { get; init; }

    /// <summary>The one that a restart takes; null when there is none.</summary>
    [JsonIgnore]
    public CompletedCheckpoint? Latest => Kept.FindLast(c => !Unreadable.Contains(c.Id));

    /// <summary>The checkpoint with which the job ends; null before it is complete.</summary>
    [JsonIgnore]
    public CompletedCheckpoint? End => Latest is { } latest && latest.Kind.EndsJob ? latest : null;

    public CheckpointRecord Apply(ICheckpointEvent decision) => decision switch
    {
        CheckpointIdsReserved e => this with { ReservedBelow = e.Below },
        CheckpointCompleted e => (e.Checkpoint.Kind.ServesRecovery ? this with { Kept = Kept.Add(Next(e.Checkpoint)) } : this) with { Savepoints = SavepointsWith(e.Checkpoint) },
        CheckpointsDropped e => this with
        {
            Kept = Kept.RemoveAll(c => e.Checkpoints.Contains(c.Id)),
            Unreadable = Unreadable.Except(e.Checkpoints),
            Damaged = Damaged?.Except(e.Checkpoints) is { IsEmpty: false } left ? left : null,
        },
        CheckpointsUnreadable e => this with { Unreadable = Unreadable.Union(e.Checkpoints) },
        CheckpointFoundDamaged e => this with { Damaged = (Damaged ?? []).Add(e.Checkpoint) },
        SnapshotClaimed e => this with { Claimed = e.Snapshot },
        ClaimedDeleted => this with { IsClaimedDeleted = true },
        CheckpointsKept e => e.Record,
        _ => throw new UnreachableException($"Unknown decision {decision.GetType()} about checkpoints."),
    };

    /// <summary>A checkpoint that is kept, or a savepoint, to be read.</summary>
    /// <param name="checkpoint">Its number; null for the last one that is complete: of a job that was stopped the savepoint of that.</param>
    public CheckpointLease Find(long? checkpoint)
    {
        var found = checkpoint is null
            ? Latest ?? Savepoints?.FindLast(c => c.Kind.EndsJob)
            : Kept.Find(c => c.Id == checkpoint) ?? Savepoints?.Find(c => c.Id == checkpoint);
        if (found is not null)
            return new CheckpointLease(LeaseOutcome.Granted, found.Id, found.Kind.IsSavepoint ? Path.GetDirectoryName(found.Metadata.File) : null);
        if (checkpoint is null) return new CheckpointLease(LeaseOutcome.None);
        var isBehindAll = checkpoint >= ReservedBelow || (!Kept.IsEmpty && checkpoint > Kept[^1].Id);
        return new CheckpointLease(checkpoint < 1 || isBehindAll ? LeaseOutcome.Unknown : LeaseOutcome.Gone);
    }

    /// <summary>The same for other code, whose sources may find more splits, or another shape.</summary>
    /// <param name="isSame">Whether a vertex has the same source as before.</param>
    public CheckpointRecord ByOtherShape(Func<int, bool> isSame) => Kept.Exists(c => c.AssignedAll?.All(isSame) == false)
        ? this with { Kept = [.. Kept.Select(c => c with { AssignedAll = c.AssignedAll is { } all && all.Except(all.Where(v => !isSame(v))) is { IsEmpty: false } same ? same : null })] }
        : this;

    private ImmutableList<CompletedCheckpoint>? SavepointsWith(CompletedCheckpoint completed)
    {
        if (!completed.Kind.IsSavepoint) return Savepoints;
        var known = Savepoints ?? [];
        return (known.Count < SavepointsMax ? known : known.RemoveAt(0)).Add(completed);
    }

    private CompletedCheckpoint Next(CompletedCheckpoint checkpoint) => Kept.IsEmpty || Kept[^1].Id < checkpoint.Id
        ? checkpoint
        : throw new InvalidOperationException($"Checkpoint {checkpoint.Id} cannot complete after checkpoint {Kept[^1].Id}.");
}
