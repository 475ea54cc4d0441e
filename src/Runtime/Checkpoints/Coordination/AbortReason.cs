namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>Why a checkpoint that was triggered does not complete.</summary>
internal enum AbortReason
{
    /// <summary>A subtask could not take part: it was not ready, or an operator refused.</summary>
    Declined,

    /// <summary>A subtask took its state and could not write it.</summary>
    AsyncPhase,

    /// <summary>It took longer than the timeout.</summary>
    Expired,

    /// <summary>The enumerator of a source failed, or the metadata could not be written.</summary>
    CoordinatorIo,

    /// <summary>A later checkpoint completed first.</summary>
    Subsumed,

    /// <summary>A region failed or was stopped.</summary>
    RegionStopped,

    /// <summary>A subtask was gone before the barrier reached it.</summary>
    SubtaskFinished,

    /// <summary>A subtask named a file that no checkpoint has which it may build on.</summary>
    UnknownFile,

    /// <summary>The job ends.</summary>
    JobEnding,
}

/// <summary>What follows from why a checkpoint was aborted.</summary>
internal static class AbortReasons
{
    extension(AbortReason reason)
    {
        /// <summary>Whether it counts among the failures of which only so many in a row are tolerable (Flink's rule).</summary>
        public bool Counts => reason is AbortReason.AsyncPhase or AbortReason.Expired or AbortReason.CoordinatorIo;
    }
}

/// <summary>Why a checkpoint that was asked for is not triggered.</summary>
internal enum RefusalReason
{
    /// <summary>Not all subtasks run: the job starts, or has failed.</summary>
    NotAllRunning,

    /// <summary>Too many wait for their turn.</summary>
    QueueFull,

    /// <summary>All subtasks have finished, or the job ends.</summary>
    JobEnding,

    /// <summary>The job stands still at a checkpoint.</summary>
    Suspended,
}
