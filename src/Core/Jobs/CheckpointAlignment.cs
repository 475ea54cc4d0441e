namespace FlowActors;

/// <summary>
/// What a barrier does with the records before it, where each of them counts once. Savepoints, and forward, rescale, broadcast and custom
/// edges, are always aligned (Flink's rule).
/// </summary>
public enum CheckpointAlignment
{
    /// <summary>A channel waits behind its barrier until all channels have delivered theirs. Slow where there is backpressure.</summary>
    Aligned,

    /// <summary>The first barrier overtakes what is under way, which becomes part of the checkpoint: fast, and larger.</summary>
    Unaligned,

    /// <summary>Begins aligned, and becomes unaligned when that takes longer than <see cref="CheckpointConfig.AlignmentTimeout"/>.</summary>
    AlignedWithTimeout,
}
