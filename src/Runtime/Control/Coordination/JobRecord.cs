using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What the journal tells of a job. Replay and live decisions share <see cref="Apply"/>.</summary>
internal sealed record JobRecord
{
    /// <summary>How many failures are remembered with their texts.</summary>
    public const int FailuresMax = 16;

    /// <summary>Of how many failures the time is remembered, for restart strategies.</summary>
    public const int FailureTimesMax = 1024;

    /// <summary>How many rescales are remembered.</summary>
    public const int RescalesMax = 16;

    public static JobRecord Empty { get; } = new();

    public JobSpec? Job { get; init; }

    public JobShape? Shape { get; init; }

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The number of the last attempt of each region, by region; empty before the first.</summary>
    public ImmutableSortedDictionary<int, int> Attempts { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>The regions whose attempts were started and have not ended.</summary>
    public ImmutableSortedSet<int> Open { get; init; } = [];

    /// <summary>True from the start of attempts to their end.</summary>
    [JsonIgnore]
    public bool IsOpen => !Open.IsEmpty;

    /// <summary>True when attempts have failed and what follows is not written down.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>True when sinks may have made results of open attempts visible: of all but <see cref="StartedSinceCommit"/>.</summary>
    public bool IsCommitting { get; init; }

    /// <summary>The regions that began again after others had begun to commit; null for none.</summary>
    public ImmutableSortedSet<int>? StartedSinceCommit { get; init; }

    public bool CancelRequested { get; init; }

    public DateTimeOffset? RestartDueAt { get; init; }

    /// <summary>Finished, Cancelled or Failed; null before.</summary>
    public JobStatus? End { get; init; }

    /// <summary>Why a failed job got no other attempt.</summary>
    public string? Reason { get; init; }

    public ImmutableList<AttemptFailure> Failures { get; init; } = [];

    /// <summary>How many failures there were in all.</summary>
    public int FailureCount { get; init; }

    /// <summary>How many of them came after the last completed checkpoint.</summary>
    public int FailuresSinceCheckpoint { get; init; }

    /// <summary>When the last failures were, oldest first.</summary>
    public ImmutableQueue<DateTimeOffset> FailureTimes { get; init; } = [];

    public IReadOnlyDictionary<string, AccumulatorValue> Accumulators { get; init; } = ImmutableDictionary<string, AccumulatorValue>.Empty;

    /// <summary>The highest number of an attempt of any region; 0 before the first.</summary>
    [JsonIgnore]
    public int Attempt => Attempts.IsEmpty ? 0 : Attempts.Values.Max();

    /// <summary>Where the open attempts live that were started last; null when there are none.</summary>
    public AttemptPlacement? Placement { get; init; }

    /// <summary>What the attempts began with that were started last; null for nothing.</summary>
    public RestoreFrom? Restored { get; init; }

    /// <summary>The open attempts that began with something else: theirs went on when other regions began again. Null for none.</summary>
    public ImmutableSortedDictionary<int, RegionStart>? Earlier { get; init; }

    /// <summary>The checkpoints that are kept.</summary>
    public CheckpointRecord Checkpoints { get; init => field = value ?? CheckpointRecord.Empty; } = CheckpointRecord.Empty;

    /// <summary>How often it, or a region of it, has begun again or is about to, for what it is doing now.</summary>
    public int Restarts(JobStatus status) => status is JobStatus.Failed or JobStatus.Failing or JobStatus.Suspended ? Math.Max(0, FailureCount - 1) : FailureCount;

    /// <summary>The last times that the job was given another parallelism, oldest first; null for none.</summary>
    public ImmutableList<PastRescale>? Rescales { get; init; }

    /// <summary>The last rescales that are over, those that failed before anything was decided included; oldest first, null for none.</summary>
    public ImmutableList<RescaleLine>? EndedRescales { get; init; }

    /// <summary>The last rescale, if it is decided and its end is waited for; null else.</summary>
    [JsonIgnore]
    public PastRescale? OpenRescale => Rescales is [.., { Times: not null } last] && EndedRescales?.Exists(last.Is) != true ? last : null;

    /// <summary>What the open attempt of a region began with.</summary>
    public RegionStart StartOf(int region) => Earlier?.GetValueOrDefault(region) ?? new RegionStart(Placement!, Restored);

    /// <summary>Whether sinks may have made results of the open attempt of a region visible.</summary>
    public bool IsCommittingIn(int region) => IsCommitting && StartedSinceCommit?.Contains(region) != true;

    public JobRecord Apply(ICoordinatorEvent decision) => decision switch
    {
        JobSubmitted e => this with { Job = e.Job, Shape = e.Shape, SubmittedAt = e.At },
        AttemptStarted e => Started(e),
        JobResumed e => this with
        {
            Job = e.Job,
            Shape = e.Shape,
            Open = [],
            Placement = null,
            Earlier = null,
            IsCommitting = false,
            StartedSinceCommit = null,
            IsUndecided = false,
            RestartDueAt = null,
            Checkpoints = Checkpoints.ByOtherShape(static _ => false),
            // How long the process was gone is no part of a pause.
            Rescales = OpenRescale is { } left ? Rescales!.SetItem(Rescales.Count - 1, left with { Times = null }) : Rescales,
        },
        CoordinatorEvents.Rescaled e => Closed(null) with
        {
            Job = e.Job,
            Shape = e.Shape,
            // At another parallelism other operators may be in one vertex, and vertices have other numbers.
            Checkpoints = Checkpoints.ByOtherShape(vertex => Shape?.HeadOf(vertex) is { } head && head == e.Shape.HeadOf(vertex)),
            IsUndecided = false,
            RestartDueAt = null,
            Rescales = WithOneMore(Rescales, new PastRescale(e.Why, e.From, e.To, e.Checkpoint, e.At, Attempt, FailureCount) { Times = e.Times }),
        },
        RescaleEnded e => this with { EndedRescales = WithOneMore(EndedRescales, e.Line) },
        CheckpointDecided e => this with
        {
            Checkpoints = Checkpoints.Apply(e.Decision),
            FailuresSinceCheckpoint = e.Decision is CheckpointEvents.CheckpointCompleted { Checkpoint.Kind.ServesRecovery: true } ? 0 : FailuresSinceCheckpoint,
        },
        AttemptFailed e => Failed(e.Failure).Closed(e.Regions) with { IsUndecided = true },
        JobKept e => e.Record,
        RestartScheduled e => this with { RestartDueAt = e.DueAt, IsUndecided = false },
        CoordinatorEvents.CancelRequested => this with { CancelRequested = true },
        CommitStarted e => this with { IsCommitting = true, StartedSinceCommit = null, Accumulators = e.Accumulators },
        JobFinished e => Ended(JobStatus.Finished, e.At) with { Accumulators = e.Accumulators },
        JobFailed e => Ended(JobStatus.Failed, e.At) with { Reason = e.Reason },
        JobCancelled e => Ended(JobStatus.Cancelled, e.At),
        _ => throw new UnreachableException($"Unknown decision {decision.GetType()} of the coordinator of job {Job?.Id}."),
    };

    private static ImmutableList<T> WithOneMore<T>(ImmutableList<T>? past, T one) => (past is { Count: >= RescalesMax } ? past.RemoveAt(0) : past ?? []).Add(one);

    private JobRecord Ended(JobStatus status, DateTimeOffset at) => End is null
        ? Closed(null) with { End = status, EndedAt = at, IsUndecided = false, RestartDueAt = null }
        : throw new InvalidOperationException($"Job {Job?.Id} has ended as {End} and cannot end as {status}.");

    private JobRecord Started(AttemptStarted e)
    {
        var restored = e.RestoredCheckpoint is { } checkpoint ? new RestoreFrom(checkpoint, e.RestoredFolder) { EndsJob = Checkpoints.End?.Id == checkpoint } : null;
        var earlier = Earlier ?? ImmutableSortedDictionary<int, RegionStart>.Empty;
        if (Placement is { } last && !(last.IsLike(e.Placement) && restored == Restored))
            earlier = earlier.AddRange(Open.Where(r => !earlier.ContainsKey(r)).Select(r => KeyValuePair.Create(r, new RegionStart(last, Restored))));
        return this with
        {
            Attempts = Attempts.SetItem(e.Region, e.Attempt),
            Open = Open.Add(e.Region),
            Placement = e.Placement,
            Earlier = earlier.IsEmpty ? null : earlier,
            IsUndecided = false,
            StartedSinceCommit = IsCommitting ? (StartedSinceCommit ?? []).Add(e.Region) : null,
            StartedAt = StartedAt ?? e.At,
            RestartDueAt = null,
            Restored = restored,
            Rescales = e.BytesMoved is { } moved ? Rescales!.SetItem(Rescales.Count - 1, Rescales[^1] with { BytesMoved = moved }) : Rescales,
        };
    }

    // With the last attempt goes what belongs to all.
    private JobRecord Closed(IReadOnlyList<int>? regions)
    {
        var open = regions is null ? [] : Open.Except(regions);
        if (open.IsEmpty) return this with { Open = open, Placement = null, Earlier = null, IsCommitting = false, StartedSinceCommit = null };
        var earlier = Earlier?.RemoveRange(regions!);
        return this with { Open = open, Earlier = earlier?.IsEmpty == false ? earlier : null };
    }

    // The exception itself, with all that it may hold, is for whoever holds a client of the job.
    private JobRecord Failed(AttemptFailure failure) => this with
    {
        Failures = (Failures.Count < FailuresMax ? Failures : Failures.RemoveAt(0)).Add(failure.WithoutException()),
        FailureCount = FailureCount + 1,
        FailuresSinceCheckpoint = FailuresSinceCheckpoint + 1,
        FailureTimes = (FailureCount < FailureTimesMax ? FailureTimes : FailureTimes.Dequeue()).Enqueue(failure.At),
    };
}

/// <summary>What an attempt of a region began with.</summary>
/// <param name="Placement">Where the slots live.</param>
/// <param name="Restored">The snapshot; null for nothing.</param>
internal sealed record RegionStart(AttemptPlacement Placement, RestoreFrom? Restored);
