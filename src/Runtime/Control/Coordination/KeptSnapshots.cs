using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Looks at the checkpoints that a journal says are kept: whether all is there, and whether the job's code takes it. Blocks.</summary>
internal static class KeptSnapshots
{
    /// <summary>What is found of each.</summary>
    /// <param name="storage">Where the job's snapshots are.</param>
    /// <param name="record">What the journal says.</param>
    /// <param name="job">The job.</param>
    /// <param name="shape">The job's present graph.</param>
    /// <param name="present">What its operators declare; null where no other code than the one that wrote them can be there.</param>
    public static IReadOnlyDictionary<long, KeptSnapshot> Read(
        ICheckpointStorage storage, CheckpointRecord record, JobSpec job, CheckpointShape shape, DeclaredStates? present) => record.Kept.ToDictionary(
        c => c.Id,
        c => Read(storage, new RestoreFrom(c.Id, c.Kind.IsSavepoint ? Path.GetDirectoryName(c.Metadata.File) : null), job, shape, present, isSuspect: record.Damaged?.Contains(c.Id) == true));

    /// <summary>What is found of one.</summary>
    /// <param name="storage">Where the job's snapshots are.</param>
    /// <param name="from">Which one.</param>
    /// <param name="job">The job.</param>
    /// <param name="shape">The job's present graph.</param>
    /// <param name="present">What its operators declare; null where no other code than the one that wrote them can be there.</param>
    /// <param name="isSuspect">Whether all of it is read: an attempt could not, and what it missed may have been put back.</param>
    public static KeptSnapshot Read(
        ICheckpointStorage storage, RestoreFrom from, JobSpec job, CheckpointShape shape, DeclaredStates? present, bool isSuspect = false)
    {
        try
        {
            var snapshot = RestoredSnapshot.Read(storage, from);
            var number = snapshot.Metadata.Checkpoint;
            IReadOnlyList<FileReference> files =
            [
                CheckpointFiles.Metadata(number, from.Folder, 0),
                .. snapshot.Metadata.Handles().Distinct().Select(handle => CheckpointFiles.Reference(number, from.Folder, handle)),
            ];
            try
            {
                if (isSuspect) snapshot.Verify();
                var fit = RestoreFit.Of(snapshot.Metadata, snapshot.States(), shape, present, job.From?.AllowsUnmatchedState == true);
                return new KeptSnapshot(number, files, null, fit.Misfit) { Job = snapshot.Metadata.Job };
            }
            catch (Exception e) when (e is SnapshotReadException or UnreadableSnapshotException or IOException)
            {
                return new KeptSnapshot(number, files, e.Message, null);
            }
        }
        catch (SnapshotReadException e)
        {
            return new KeptSnapshot(0, null, e.Message, null);
        }
    }
}
