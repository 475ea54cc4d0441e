using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Retention;

/// <summary>
/// Which files of a job's snapshots somebody refers to, and which nobody does any more. It decides only; each decision is a list of
/// files to delete, in their order, and may be carried out late, twice or not at all (a sweep makes up for it), but not before what led to
/// it is durable. One owner, no clock, no files.
/// <para>A completed checkpoint refers to all its files. A pending one refers to what it has acknowledged, and to all files of the
/// checkpoints that were complete when it began: its subtasks may name any of them again, and nobody knows before they have said so.
/// Savepoints are none of its concern once they are complete: they belong to whoever asked for them.</para>
/// </summary>
internal sealed class SnapshotRegistry
{
    private readonly FileReferences<StoredFile> _references = new();
    private readonly SortedDictionary<long, IReadOnlyList<StoredFile>> _completed = [];
    private readonly Dictionary<long, List<StoredFile>> _pending = [];
    private readonly HashSet<StoredFile> _unclaimed = [];

    /// <summary>The completed checkpoints, the oldest first.</summary>
    public IReadOnlyCollection<long> Completed => _completed.Keys;

    /// <summary>Takes a checkpoint that was completed earlier: by the journal, or by another job whose snapshot is claimed.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="files">All its files, its metadata among them.</param>
    public void Restore(long checkpoint, IReadOnlyList<StoredFile> files)
    {
        _completed.Add(checkpoint, files);
        _references.Add(files);
    }

    /// <summary>Takes a snapshot that the job was restored from and that stays somebody else's: its files are never deleted, whoever else names them.</summary>
    public void RestoreUnclaimed(IReadOnlyList<StoredFile> files) => _unclaimed.UnionWith(files);

    /// <summary>A checkpoint or savepoint is triggered.</summary>
    public void Begin(long checkpoint)
    {
        List<StoredFile> held = [.. _completed.Values.SelectMany(files => files)];
        _pending.Add(checkpoint, held);
        _references.Add(held);
    }

    /// <summary>A subtask has acknowledged, with these files. Those of a checkpoint that is not pending any more go to <see cref="Discard"/>.</summary>
    public void Acknowledge(long checkpoint, IReadOnlyList<StoredFile> files)
    {
        _pending[checkpoint].AddRange(files);
        _references.Add(files);
    }

    /// <summary>A checkpoint is complete: its metadata and the event are durable.</summary>
    /// <param name="checkpoint">Its number; it must have begun.</param>
    /// <param name="files">All its files, its metadata among them.</param>
    /// <returns>What is to be deleted.</returns>
    public IReadOnlyList<StoredFile> Complete(long checkpoint, IReadOnlyList<StoredFile> files)
    {
        Restore(checkpoint, files);
        return End(checkpoint);
    }

    /// <summary>A savepoint is complete: its files are not the job's any more.</summary>
    /// <returns>What is to be deleted: older files that only it has held.</returns>
    public IReadOnlyList<StoredFile> CompleteSavepoint(long checkpoint, IReadOnlyList<StoredFile> files)
    {
        RestoreUnclaimed(files);
        return End(checkpoint);
    }

    /// <summary>A pending checkpoint or savepoint will never be complete.</summary>
    /// <returns>What is to be deleted.</returns>
    public IReadOnlyList<StoredFile> Abort(long checkpoint) => End(checkpoint);

    /// <summary>A completed checkpoint is not needed any more.</summary>
    /// <returns>What is to be deleted.</returns>
    public IReadOnlyList<StoredFile> Subsume(long checkpoint) =>
        _completed.Remove(checkpoint, out var files) ? Release(files) : [];

    /// <summary>Subsumes all but the last so many completed checkpoints.</summary>
    /// <param name="retained">At least 1.</param>
    /// <returns>What is to be deleted.</returns>
    public IReadOnlyList<StoredFile> Retain(int retained) =>
        Ordered([.. _completed.Keys.Take(Math.Max(0, _completed.Count - retained)).ToArray().SelectMany(Subsume)]);

    /// <summary>What is to be deleted of files that were written for a checkpoint which is not pending any more.</summary>
    public IReadOnlyList<StoredFile> Discard(IReadOnlyList<StoredFile> files) => Ordered([.. files.Distinct().Where(IsDead)]);

    /// <summary>
    /// What is to be deleted of all files that were found: what a crash has left. The completed checkpoints must be restored before, and
    /// whatever attempts still run is left alone, as they may be about to acknowledge it.
    /// </summary>
    /// <param name="found">Files of the job's own lineage.</param>
    /// <param name="live">Whether an attempt may still write.</param>
    public IReadOnlyList<StoredFile> Sweep(IReadOnlyList<ListedFile> found, Func<StateFileWriterId, bool> live) =>
        Ordered([.. found.Where(file => IsDead(file.File) && !(file.Writer is { } writer && live(writer))).Select(file => file.File)]);

    private IReadOnlyList<StoredFile> End(long pending)
    {
        if (!_pending.Remove(pending, out var files)) throw new InvalidOperationException($"Checkpoint {pending} is not pending.");
        return Release(files);
    }

    private IReadOnlyList<StoredFile> Release(IReadOnlyList<StoredFile> files) =>
        Ordered([.. _references.Release(files).Where(file => !_unclaimed.Contains(file))]);

    private bool IsDead(StoredFile file) => !_references.Has(file) && !_unclaimed.Contains(file);

    // Files without metadata are no snapshot; metadata without its files would be a broken one.
    private static IReadOnlyList<StoredFile> Ordered(List<StoredFile> files) => [.. files.OrderBy(file => !file.IsMetadata)];
}
