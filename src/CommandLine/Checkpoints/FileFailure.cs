using FlowActors.State.Snapshots.Files;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>What people read of a file of state that cannot be read.</summary>
internal static class FileFailure
{
    /// <summary>What is wrong with it, and what to do.</summary>
    public static string Of(UnreadableSnapshotException e)
    {
        var advice = e.Fault == SnapshotFault.NewerVersion
            ? "Use the version of FlowActors that wrote it, or a later one."
            : "Replace it by an undamaged copy, or restore from another snapshot.";
        return $"{e.Message} {advice}";
    }
}
