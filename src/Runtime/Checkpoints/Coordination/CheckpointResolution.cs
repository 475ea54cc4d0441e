namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>What counts for a job: each value as the job says, else as the node does. Pure.</summary>
internal static class CheckpointResolution
{
    /// <summary>The settings by which a job takes checkpoints; their interval is null when it takes none but those that are asked for.</summary>
    /// <param name="job">What the job says.</param>
    /// <param name="node">What its coordinator's node says.</param>
    /// <param name="hasDataFolder">Whether that node has a data folder.</param>
    /// <exception cref="JobValidationException">What the two say does not go together.</exception>
    public static CheckpointSettings Resolve(CheckpointConfig job, NodeCheckpointSettings node, bool hasDataFolder)
    {
        var mode = ModeOf(job, node);
        var settings = new CheckpointSettings
        {
            Interval = IntervalOf(job, hasDataFolder ? node.IntervalWithDataFolder : node.Interval),
            Timeout = job.Timeout ?? node.Timeout,
            MinPause = job.MinPause ?? node.MinPause,
            MaxConcurrent = job.MaxConcurrent ?? node.MaxConcurrent,
            TolerableFailures = job.TolerableFailures ?? node.TolerableFailures,
            Retained = job.Retained ?? node.Retained,
            Mode = mode,
            AlignmentTimeout = mode == CheckpointMode.AlignedWithTimeout ? job.AlignmentTimeout ?? node.AlignmentTimeout : TimeSpan.Zero,
            FallsBack = job.FallsBack ?? node.FallsBack,
            AcceptsDoubleOutput = node.AcceptsDoubleOutput,
            KeepOnCancel = job.KeepOnCancel ?? node.KeepOnCancel,
            HistoryMax = job.HistoryMax ?? node.HistoryMax,
        };
        try
        {
            return settings.Validated();
        }
        catch (ArgumentException e)
        {
            throw new JobValidationException(
                $"The job's settings of checkpoints do not go together with those of the node, flowactors.checkpoints: {e.Message} Set both values where the other one is set.", e);
        }
    }

    private static TimeSpan? IntervalOf(CheckpointConfig job, TimeSpan? node) =>
        job.Interval == Timeout.InfiniteTimeSpan ? null : job.Interval ?? node;

    // How barriers align says nothing where they do not.
    private static CheckpointMode ModeOf(CheckpointConfig job, NodeCheckpointSettings node)
    {
        var nodeAligns = node.Mode != CheckpointMode.AtLeastOnce;
        if (job.Mode == CheckpointingMode.AtLeastOnce || (job.Mode is null && !nodeAligns)) return CheckpointMode.AtLeastOnce;
        return job.Alignment switch
        {
            CheckpointAlignment.Aligned => CheckpointMode.Aligned,
            CheckpointAlignment.Unaligned => CheckpointMode.Unaligned,
            CheckpointAlignment.AlignedWithTimeout => CheckpointMode.AlignedWithTimeout,
            _ => nodeAligns ? node.Mode : CheckpointMode.Aligned,
        };
    }
}
