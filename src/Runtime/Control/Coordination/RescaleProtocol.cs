using System.Text.Json.Serialization;
using FlowActors.Runtime.Protocols;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a client asks a job's coordinator of its parallelism, and what is answered.</summary>
internal static class RescaleProtocol
{
    /// <summary>
    /// Go on at another parallelism. Answered by <see cref="RescaleRequest"/> when that has begun, or is refused. Repeated under the same name it is the same one.
    /// </summary>
    /// <param name="Job">The job.</param>
    /// <param name="Request">Names the request.</param>
    /// <param name="Parallelism">How many subtasks each operator is to have that has no parallelism of its own.</param>
    public sealed record RescaleJob(JobId Job, string Request, int Parallelism) : IJobMessage, IControlCommand
    {
        /// <summary>How many slots the job may have beside the other jobs, by the shards that there are, as the job manager knows it when it passes the message on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int SlotsMax { get; init; }

        /// <summary>How many slots of the job the nodes have room for, as the job manager knows it when it passes the message on.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public int RoomMax { get; init; }
    }

    /// <summary>How far is a rescale that was asked for? Answered at once by <see cref="RescaleRequest"/>.</summary>
    public sealed record GetRescaleRequest(JobId Job, string Request) : IJobMessage, IControlQuery;

    /// <summary>How far a rescale is that was asked for.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Progress">How far it is; null when nobody knows the request (any more).</param>
    public sealed record RescaleRequest(JobId Job, RescaleProgress? Progress) : IControlEvent;

    /// <summary>The last rescales of a job; answered by <see cref="JobRescales"/>.</summary>
    public sealed record GetRescales(JobId Job) : IJobMessage, IControlQuery;

    /// <summary>The last rescales of a job.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Parallelism">What it has now, for operators that have none of their own.</param>
    /// <param name="All">The rescales, the latest first, one under way included.</param>
    public sealed record JobRescales(JobId Job, int Parallelism, IReadOnlyList<RescaleLine> All) : IControlEvent;
}

/// <summary>How far a rescale is that was asked for.</summary>
/// <param name="Parallelism">What was asked for.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When it was done, or would not be; null before.</param>
/// <param name="Failure">Why it is not done; null when it is, or may be.</param>
/// <param name="Refusal">Why it was not begun; null when it was.</param>
internal sealed record RescaleProgress(int Parallelism, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Failure, RescaleRefusal? Refusal)
{
    /// <summary>Whether it is over.</summary>
    [JsonIgnore]
    public bool IsOver => EndedAt is not null;
}

/// <summary>Why a rescale is not begun.</summary>
internal enum RescaleRefusal
{
    /// <summary>It cannot be done at all.</summary>
    Impossible,

    /// <summary>It cannot be done now.</summary>
    NotNow,
}

/// <summary>Why the parallelism of a job is changed.</summary>
internal enum RescaleCause
{
    /// <summary>Somebody asked for it.</summary>
    Requested,

    /// <summary>A change was cut short: the job goes on at the parallelism that it had.</summary>
    Interrupted,

    /// <summary>There were no slots for what was asked for: back to what it had.</summary>
    NotPlaced,

    /// <summary>A node has joined, and gets its share of the slots; the parallelism stays.</summary>
    NodeJoined,

    /// <summary>A node is to leave, and its slots go to others; the parallelism stays.</summary>
    Drained,
}

/// <summary>A rescale, as it is shown.</summary>
/// <param name="Why">Why.</param>
/// <param name="From">The parallelism before.</param>
/// <param name="To">The parallelism after.</param>
/// <param name="StartedAt">When it was asked for, or decided.</param>
internal sealed record RescaleLine(RescaleCause Why, int From, int To, DateTimeOffset StartedAt)
{
    /// <summary>When all ran again, or it had failed; null before, and where the process has ended before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnderWay { get; init; }

    /// <summary>The checkpoint at which all stood still; null before.</summary>
    public long? Checkpoint { get; init; }

    /// <summary>Why the job has gone on as it was; null where it has not.</summary>
    public string? Failure { get; init; }

    /// <summary>The size, in the checkpoint, of the state that lives on another node than before; null before it is known.</summary>
    public long? BytesMoved { get; init; }

    /// <summary>How long records stood still, by parts; null before all ran again, and where it has failed.</summary>
    public RescalePause? Pause { get; init; }
}

/// <summary>How long records stood still, by what was waited for.</summary>
/// <param name="Align">Until the barrier was everywhere.</param>
/// <param name="Snapshot">Until the checkpoint was complete.</param>
/// <param name="Move">Until all subtasks were at their places.</param>
/// <param name="Restore">Until all had their state.</param>
/// <param name="Resume">Until all ran.</param>
internal sealed record RescalePause(TimeSpan Align, TimeSpan Snapshot, TimeSpan Move, TimeSpan Restore, TimeSpan Resume)
{
    /// <summary>In all.</summary>
    [JsonIgnore]
    public TimeSpan Total => Align + Snapshot + Move + Restore + Resume;
}

/// <summary>A rescale that was decided, as the journal keeps it.</summary>
/// <param name="Why">Why.</param>
/// <param name="From">The parallelism before.</param>
/// <param name="To">The parallelism after.</param>
/// <param name="Checkpoint">The checkpoint at which all stood still.</param>
/// <param name="At">When.</param>
/// <param name="Attempt">The highest number of an attempt before it.</param>
/// <param name="Failures">How many failures there were before it.</param>
internal sealed record PastRescale(RescaleCause Why, int From, int To, long Checkpoint, DateTimeOffset At, int Attempt, int Failures)
{
    /// <summary>How all came to stand still; null where nobody waits for its end: written by an earlier version, or the process has ended since.</summary>
    public RescaleTimes? Times { get; init; }

    /// <summary>The size, in the checkpoint, of the state that lives on another node than before; null before it is known.</summary>
    public long? BytesMoved { get; init; }

    /// <summary>As it is shown while nothing is written of its end.</summary>
    [JsonIgnore]
    public RescaleLine Line => new(Why, From, To, Times?.AskedAt ?? At) { Checkpoint = Checkpoint, BytesMoved = BytesMoved };

    /// <summary>Whether a line is of this one.</summary>
    public bool Is(RescaleLine line) => (line.Checkpoint, line.To, line.Why) == (Checkpoint, To, Why);
}

/// <summary>How all of a job came to stand still for a rescale, by the clock of the coordinator.</summary>
/// <param name="AskedAt">When it was asked for.</param>
/// <param name="TriggeredAt">When the checkpoint was triggered.</param>
/// <param name="AlignedAt">When the barrier was everywhere; the trigger where that is not known.</param>
/// <param name="CompletedAt">When the checkpoint was complete.</param>
internal sealed record RescaleTimes(DateTimeOffset AskedAt, DateTimeOffset TriggeredAt, DateTimeOffset AlignedAt, DateTimeOffset CompletedAt);
