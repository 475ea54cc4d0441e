namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What barriers do at the subtasks.</summary>
internal enum CheckpointMode
{
    /// <summary>Exactly once: a channel stands still from its barrier until all barriers are there.</summary>
    Aligned,

    /// <summary>Exactly once: the first barrier overtakes what is under way, which becomes part of the checkpoint.</summary>
    Unaligned,

    /// <summary>Exactly once: begins aligned and becomes unaligned when that takes too long.</summary>
    AlignedWithTimeout,

    /// <summary>No channel stands still: after a restore some records come twice.</summary>
    AtLeastOnce,
}
