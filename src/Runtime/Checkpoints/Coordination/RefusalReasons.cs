namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What people are told whose checkpoint is not taken.</summary>
internal static class RefusalReasons
{
    extension(RefusalReason reason)
    {
        /// <summary>A sentence that says why, and what to do.</summary>
        public string Text => reason switch
        {
            RefusalReason.NotAllRunning => "not all of its subtasks run, as it starts, or has failed and starts again. Ask again when it is running.",
            RefusalReason.TooManyUnderWay => "as many are under way as may be (flowactors.checkpoints.max-concurrent). Ask again when one has completed.",
            RefusalReason.MinPause => "the last one completed less than flowactors.checkpoints.min-pause ago. Ask again later.",
            RefusalReason.QueueFull => "too many savepoints wait for their turn. Ask again when one has completed.",
            RefusalReason.JobEnding => "it is ending, or has ended.",
            RefusalReason.Suspended => "it stands still at a checkpoint. Resume it first.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "There is no such reason."),
        };
    }
}
