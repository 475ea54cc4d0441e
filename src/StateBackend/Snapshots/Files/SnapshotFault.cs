namespace FlowActors.State.Snapshots.Files;

/// <summary>Why a snapshot file cannot be read, by what helps.</summary>
internal enum SnapshotFault
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It was cut, was never finished, or its bytes are not those that were written: another copy or an older checkpoint helps.</summary>
    Damaged,

    /// <summary>A later version of FlowActors has written it, and reads it.</summary>
    NewerVersion,
}
