namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>What a snapshot was made for. The names are part of stored files.</summary>
internal enum SnapshotKind
{
    /// <summary>Recovery; belongs to the job, which deletes it.</summary>
    Checkpoint,

    /// <summary>Somebody who asked for it; belongs to them, and nothing of it is ever deleted by the job.</summary>
    Savepoint,

    /// <summary>The end of a bounded job; otherwise a checkpoint.</summary>
    Final,
}
