namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Why a snapshot cannot be read.</summary>
internal enum SnapshotFault
{
    /// <summary>A file is not there.</summary>
    Missing,

    /// <summary>A file is not what was written: cut off, changed, or something else.</summary>
    Damaged,

    /// <summary>A later version of FlowActors has written it.</summary>
    NewerVersion,

    /// <summary>The file is there, but the system refuses to read it.</summary>
    Refused,
}
