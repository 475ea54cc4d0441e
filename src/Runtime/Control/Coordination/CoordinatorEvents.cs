namespace FlowActors.Runtime.Control;

/// <summary>A decision of a job coordinator, as its journal keeps it.</summary>
internal interface ICoordinatorEvent : IControlMessage;

/// <summary>One failure of an attempt.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Vertex">The vertex; null when the failure was in none.</param>
/// <param name="Subtask">The subtask; null when the failure was in none.</param>
/// <param name="Cause">What went wrong.</param>
/// <param name="At">When the coordinator noticed.</param>
internal sealed record AttemptFailure(int Attempt, int? Vertex, int? Subtask, Tasks.SubtaskFailure Cause, DateTimeOffset At)
{
    /// <summary>What may be kept: texts, which are bounded.</summary>
    public AttemptFailure WithoutException() => Cause.Original is null ? this : this with { Cause = Cause with { Original = null } };
}

/// <summary>What a job coordinator decides.</summary>
internal static class CoordinatorEvents
{
    /// <summary>The job was accepted.</summary>
    public sealed record JobSubmitted(JobSpec Job, DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>From here on the attempt's subtasks may exist.</summary>
    /// <param name="Attempt">From 1; never used twice.</param>
    /// <param name="Incarnation">The process that runs the coordinator.</param>
    /// <param name="At">When.</param>
    public sealed record AttemptStarted(int Attempt, string Incarnation, DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>The attempt is over and all its subtasks have ended.</summary>
    public sealed record AttemptFailed(AttemptFailure Failure) : ICoordinatorEvent;

    /// <summary>Another attempt starts when it is time.</summary>
    public sealed record RestartScheduled(DateTimeOffset DueAt) : ICoordinatorEvent;

    /// <summary>Somebody asked the job to stop.</summary>
    public sealed record CancelRequested(DateTimeOffset At) : ICoordinatorEvent;

    /// <summary>The end: everything was processed.</summary>
    public sealed record JobFinished(
        DateTimeOffset At, IReadOnlyDictionary<string, Tasks.AccumulatorValue> Accumulators) : ICoordinatorEvent;

    /// <summary>The end: the last failure is not followed by another attempt.</summary>
    /// <param name="At">When.</param>
    /// <param name="Reason">Why there is no other attempt.</param>
    public sealed record JobFailed(DateTimeOffset At, string Reason) : ICoordinatorEvent;

    /// <summary>All that the decisions before this one have led to; they are deleted.</summary>
    public sealed record JobKept(JobRecord Record) : ICoordinatorEvent;

    /// <summary>The end: cancelled.</summary>
    public sealed record JobCancelled(DateTimeOffset At) : ICoordinatorEvent;
}
