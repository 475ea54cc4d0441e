using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>A decision of a job coordinator, as its journal keeps it. Its bytes are pinned: old journals are read for ever.</summary>
internal interface ICoordinatorEvent : IJournalEvent;

/// <summary>One failure of an attempt.</summary>
/// <param name="Region">The region.</param>
/// <param name="Attempt">The number of its attempt.</param>
/// <param name="Vertex">The vertex; null when the failure was in none.</param>
/// <param name="Subtask">The subtask; null when the failure was in none.</param>
/// <param name="Cause">What went wrong.</param>
/// <param name="At">When the coordinator noticed.</param>
internal sealed record AttemptFailure(int Region, int Attempt, int? Vertex, int? Subtask, SubtaskFailure Cause, DateTimeOffset At)
{
    /// <summary>What may be kept: texts, which are bounded.</summary>
    public AttemptFailure WithoutException() => Cause.Original is null ? this : this with { Cause = Cause with { Original = null } };
}

/// <summary>What a job coordinator decides.</summary>
internal static class CoordinatorEvents
{
    /// <summary>The job was accepted.</summary>
    /// <param name="Job">The job, its parallelism resolved for life.</param>
    /// <param name="Shape">What the coordinator has to know of its graph, so that nobody need build it again.</param>
    /// <param name="At">When.</param>
    public sealed record JobSubmitted(JobSpec Job, JobShape Shape, DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>From here on the attempt's subtasks may exist.</summary>
    /// <param name="Region">The region.</param>
    /// <param name="Attempt">From 1; a region never uses a number twice.</param>
    /// <param name="Epoch">The job manager's.</param>
    /// <param name="Placement">Where the slots live.</param>
    /// <param name="RestoredCheckpoint">The checkpoint that the attempt starts from; null when it starts from nothing.</param>
    /// <param name="At">When.</param>
    public sealed record AttemptStarted(
        int Region, int Attempt, long Epoch, AttemptPlacement Placement, long? RestoredCheckpoint, DateTimeOffset At) : ICoordinatorEvent
    {
        /// <summary>The folder of a savepoint that it starts from; null for a checkpoint of the job's own.</summary>
        public string? RestoredFolder { get; init; }

        /// <summary>Of the first attempt after a rescale, the size of the state that lives on another node than before; null else, and where it is not known.</summary>
        public long? BytesMoved { get; init; }
    }

    /// <summary>The attempts of regions are over, and all their subtasks have ended.</summary>
    public sealed record AttemptFailed(AttemptFailure Failure) : ICoordinatorEvent
    {
        /// <summary>The regions; null for all that had one.</summary>
        public IReadOnlyList<int>? Regions { get; init; }
    }

    /// <summary>Other attempts of the regions that have none start when it is time.</summary>
    public sealed record RestartScheduled(DateTimeOffset DueAt) : ICoordinatorEvent;

    /// <summary>Somebody asked the job to stop.</summary>
    public sealed record CancelRequested(DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>All input of all regions has ended; from here on sinks of all open attempts may have made results visible.</summary>
    /// <param name="At">When.</param>
    /// <param name="Accumulators">Their sums at the end of the input.</param>
    public sealed record CommitStarted(DateTimeOffset At, IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : ICoordinatorEvent;

    /// <summary>
    /// Another run of the process goes on with the job: by its present code and arguments, from its last checkpoint. The attempts of the run before are over.
    /// </summary>
    /// <param name="Job">The job as it is now.</param>
    /// <param name="Shape">The shape of its present graph.</param>
    /// <param name="At">When.</param>
    public sealed record JobResumed(JobSpec Job, JobShape Shape, DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>
    /// All stand still at a checkpoint, and their attempts are over: the next ones go on from it, at the parallelism that the job has from here on.
    /// </summary>
    /// <param name="Why">Why.</param>
    /// <param name="From">The parallelism before.</param>
    /// <param name="To">The parallelism after, the same where a change was cut short.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="At">When.</param>
    /// <param name="Job">The job as it is now.</param>
    /// <param name="Shape">The shape of its graph now.</param>
    public sealed record Rescaled(
        RescaleCause Why, int From, int To, long Checkpoint, DateTimeOffset At, JobSpec Job, JobShape Shape) : ICoordinatorEvent
    {
        /// <summary>How all came to stand still; null in journals of earlier versions.</summary>
        public RescaleTimes? Times { get; init; }
    }

    /// <summary>A rescale is over: all run again, or it has failed. Nothing follows from it; it is what is told of the past.</summary>
    public sealed record RescaleEnded(RescaleLine Line) : ICoordinatorEvent;

    /// <summary>Something is decided about checkpoints.</summary>
    public sealed record CheckpointDecided(ICheckpointEvent Decision) : ICoordinatorEvent;

    /// <summary>All that the decisions before this one have led to; they are deleted.</summary>
    public sealed record JobKept(JobRecord Record) : ICoordinatorEvent;

    /// <summary>The end: everything was processed, and results are visible.</summary>
    public sealed record JobFinished(DateTimeOffset At, IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : ICoordinatorEvent;

    /// <summary>The end: the last failure is not followed by another attempt.</summary>
    /// <param name="At">When.</param>
    /// <param name="Reason">Why there is no other attempt.</param>
    public sealed record JobFailed(DateTimeOffset At, string Reason) : ICoordinatorEvent;

    /// <summary>The end: cancelled.</summary>
    public sealed record JobCancelled(DateTimeOffset At) : ICoordinatorEvent;
}
