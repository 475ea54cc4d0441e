using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// Names of files and metadata of checkpoints, out of what subtasks and enumerators say. The names are relative to the folder of the job's
/// checkpoints; those of savepoints are full paths. Pure.
/// </summary>
internal static class CheckpointFiles
{
    /// <summary>A file of a checkpoint, as its core counts it.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="target">The folder of a savepoint; null of others.</param>
    /// <param name="handle">The file.</param>
    public static FileReference Reference(long checkpoint, string? target, StateHandle handle) => new(
        handle.IsShared ? handle.Name : Name(checkpoint, target, handle.Name),
        handle.Length,
        IsReused: handle.IsShared && SnapshotNames.CheckpointOf(handle.Name) != checkpoint);

    /// <summary>The metadata of a checkpoint, as its core counts it.</summary>
    public static FileReference Metadata(long checkpoint, string? target, long bytes) => new(Name(checkpoint, target, SnapshotNames.Metadata), bytes);

    /// <summary>Where a file is.</summary>
    /// <param name="storage">Where the job's snapshots are.</param>
    /// <param name="name">Its name, as the core counts it.</param>
    public static StoredFile Find(ICheckpointStorage storage, string name) => new(Path.Combine(Path.GetDirectoryName(storage.Checkpoint(1).Folder)!, name));

    /// <summary>
    /// The files of a snapshot that a job has taken over, metadata first; of one whose deletion was cut short, those that are left. None where another
    /// snapshot has taken its place. Blocks.
    /// </summary>
    /// <exception cref="SnapshotReadException">The disk refuses for now.</exception>
    public static IReadOnlyList<StoredFile> OfClaimed(ICheckpointStorage storage, ClaimedSnapshot claimed)
    {
        var at = new SnapshotLocation(claimed.Folder);
        try
        {
            var metadata = storage.ReadMetadata(at);
            return metadata.Job == claimed.Job && metadata.Checkpoint == claimed.Checkpoint ? at.OwnFilesOf(metadata) : [];
        }
        catch (SnapshotReadException e) when (e.Fault != SnapshotFault.Refused)
        {
            var left = storage.ListIncomplete(at, new JobId(claimed.Job)).Select(f => f.File);
            return [.. left.Where(f => SnapshotNames.CheckpointOf(f.Path) == claimed.Checkpoint)];
        }
    }

    /// <summary>What earlier coordinators have left behind of checkpoints below a number, but what is named; metadata first. Blocks.</summary>
    public static IReadOnlyList<StoredFile> LeftBehind(ICheckpointStorage storage, long below, IEnumerable<string> named)
    {
        var kept = named.Select(file => Find(storage, file)).ToHashSet();
        var left = storage.ListCheckpoints().Select(f => f.File).Where(file => !kept.Contains(file) && !(SnapshotNames.CheckpointOf(file.Path) >= below));
        return [.. left.OrderBy(file => !file.IsMetadata)];
    }

    /// <summary>The metadata of a checkpoint whose parts are all there.</summary>
    public static SnapshotMetadata MetadataOf(CheckpointContent content, JobSpec job, CheckpointShape shape)
    {
        var parts = content.Subtasks.ToLookup(s => s.Subtask.Vertex);
        var enumerators = content.Enumerators.ToDictionary(e => e.Vertex);
        return new SnapshotMetadata(
            content.Id,
            content.Kind switch
            {
                { IsSavepoint: true } => SnapshotKind.Savepoint,
                CheckpointKind.Final => SnapshotKind.Final,
                _ => SnapshotKind.Checkpoint,
            },
            content.TriggeredAt.UtcDateTime,
            job.JobName,
            job.Id.Value,
            Unaligned: parts.SelectMany(p => p).Any(p => p.Snapshot?.InFlight.Count > 0),
            Drained: content.Kind is CheckpointKind.DrainWithSavepoint or CheckpointKind.Final,
            [.. shape.Vertices.Select(v => new VertexSnapshot(
                v.Id,
                v.Name,
                v.Parallelism,
                v.MaxParallelism,
                v.Operators,
                [.. parts[v.Id].OrderBy(p => p.Subtask.Index).Select(SnapshotOf)],
                enumerators.TryGetValue(v.Id, out var e) && e.File is { } file ? [new SourceCoordinatorSnapshot(v.Operators[0].Uid, file)] : []))])
        {
            Form = content.Form,
        };
    }

    private static SubtaskSnapshot SnapshotOf(SubtaskPart part) =>
        part.Snapshot ?? new SubtaskSnapshot(part.Subtask.Index, part.IsFinished, [], [], []) { HasEnded = part.HasEnded };

    private static string Name(long checkpoint, string? target, string file) =>
        target is null ? $"{SnapshotNames.CheckpointFolder(checkpoint)}/{file}" : Path.Join(target, file);
}
