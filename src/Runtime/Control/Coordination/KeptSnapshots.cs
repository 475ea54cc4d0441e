using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Looks at the checkpoints that a journal says are kept: whether all is there, and whether the job's code takes it. Blocks.</summary>
internal static class KeptSnapshots
{
    /// <summary>What is found of each.</summary>
    /// <param name="storage">Where the job's snapshots are.</param>
    /// <param name="record">What the journal says.</param>
    /// <param name="shape">The job's present graph.</param>
    public static IReadOnlyDictionary<long, KeptSnapshot> Read(ICheckpointStorage storage, CheckpointRecord record, JobShape shape) =>
        record.Kept.ToDictionary(c => c.Id, c => Read(storage, c, shape));

    private static KeptSnapshot Read(ICheckpointStorage storage, CompletedCheckpoint kept, JobShape shape)
    {
        var target = kept.Kind.IsSavepoint ? Path.GetDirectoryName(kept.Metadata.File) : null;
        try
        {
            var snapshot = RestoredSnapshot.Read(storage, new RestoreFrom(kept.Id, target));
            IReadOnlyList<FileReference> files =
                [kept.Metadata, .. snapshot.Metadata.Handles().Distinct().Select(handle => CheckpointFiles.Reference(kept.Id, target, handle))];
            try
            {
                return new KeptSnapshot(files, null, RestoreFit.Misfit(snapshot.Metadata, snapshot.States(), shape));
            }
            catch (Exception e) when (e is SnapshotReadException or UnreadableSnapshotException or IOException)
            {
                return new KeptSnapshot(files, e.Message, null);
            }
        }
        catch (SnapshotReadException e)
        {
            return new KeptSnapshot(null, e.Message, null);
        }
    }
}
