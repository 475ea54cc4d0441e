using System.Collections.Immutable;
using System.Diagnostics;
using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorEvents;

namespace FlowActors.Runtime.Control;

/// <summary>What the journal tells of a job. Replay and live decisions share <see cref="Apply"/>.</summary>
internal sealed record JobRecord
{
    /// <summary>How many failures are remembered with their texts.</summary>
    public const int FailuresMax = 16;

    /// <summary>Of how many failures the time is remembered, for restart strategies.</summary>
    public const int FailureTimesMax = 1024;

    public static JobRecord Empty { get; } = new();

    public JobSpec? Job { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The last attempt that was started; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>True from the start of an attempt to its end.</summary>
    public bool AttemptOpen { get; init; }

    /// <summary>The process that started the last attempt.</summary>
    public string? Incarnation { get; init; }

    public bool CancelRequested { get; init; }

    public DateTimeOffset? RestartDueAt { get; init; }

    /// <summary>Finished, Cancelled or Failed; null before.</summary>
    public JobStatus? End { get; init; }

    /// <summary>Why a failed job got no other attempt.</summary>
    public string? Reason { get; init; }

    public ImmutableList<AttemptFailure> Failures { get; init; } = [];

    /// <summary>How many failures there were in all.</summary>
    public int FailureCount { get; init; }

    /// <summary>When the last failures were, oldest first.</summary>
    public ImmutableQueue<DateTimeOffset> FailureTimes { get; init; } = [];

    public IReadOnlyDictionary<string, AccumulatorValue> Accumulators { get; init; } = ImmutableDictionary<string, AccumulatorValue>.Empty;

    public JobRecord Apply(ICoordinatorEvent decision) => decision switch
    {
        JobSubmitted e => this with { Job = e.Job, SubmittedAt = e.At },
        AttemptStarted e => this with
        {
            Attempt = e.Attempt, AttemptOpen = true, Incarnation = e.Incarnation, StartedAt = StartedAt ?? e.At, RestartDueAt = null,
        },
        AttemptFailed e => Failed(e.Failure),
        JobKept e => e.Record,
        RestartScheduled e => this with { RestartDueAt = e.DueAt },
        CoordinatorEvents.CancelRequested => this with { CancelRequested = true },
        JobFinished e => Ended(JobStatus.Finished, e.At) with { Accumulators = e.Accumulators },
        JobFailed e => Ended(JobStatus.Failed, e.At) with { Reason = e.Reason },
        JobCancelled e => Ended(JobStatus.Cancelled, e.At),
        _ => throw new UnreachableException($"Unknown decision {decision.GetType()} of the coordinator of job {Job?.Id}."),
    };

    private JobRecord Ended(JobStatus status, DateTimeOffset at) => End is null
        ? this with { End = status, EndedAt = at, AttemptOpen = false, RestartDueAt = null }
        : throw new InvalidOperationException($"Job {Job?.Id} has ended as {End} and cannot end as {status}.");

    // The exception itself, with all that it may hold, is for whoever holds a client of the job.
    private JobRecord Failed(AttemptFailure failure) => this with
    {
        AttemptOpen = false,
        Failures = (Failures.Count < FailuresMax ? Failures : Failures.RemoveAt(0)).Add(failure.WithoutException()),
        FailureCount = FailureCount + 1,
        FailureTimes = (FailureCount < FailureTimesMax ? FailureTimes : FailureTimes.Dequeue()).Enqueue(failure.At),
    };
}
