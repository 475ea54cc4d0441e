namespace FlowActors;

/// <summary>What a restore from a checkpoint guarantees for state, by Flink's names.</summary>
public enum CheckpointingMode
{
    /// <summary>Each record counts once.</summary>
    ExactlyOnce,

    /// <summary>Some records may count twice after a restore; no channel ever waits for a barrier.</summary>
    AtLeastOnce,
}
