namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What people are told whose checkpoint is not taken.</summary>
internal static class RefusalReasons
{
    extension(RefusalReason reason)
    {
        /// <summary>A sentence that says why, and what to do.</summary>
        public string Text => reason switch
        {
            RefusalReason.NotAllRunning =>
                "not all of its subtasks run, as it starts, has failed and starts again, or has just been taken over by another node. Ask again in a moment, when its status is Running.",
            RefusalReason.QueueFull => $"{CheckpointCore.QueueMax} that were asked for wait for their turn, and no more may. Ask again when one is over.",
            RefusalReason.JobEnding => "it is ending, or has ended.",
            RefusalReason.Suspended => "it is given another parallelism. Ask again when it is running.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
        };
    }
}
