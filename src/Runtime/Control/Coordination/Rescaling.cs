using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Within a coordinator: what a job would be at another parallelism.</summary>
/// <param name="Request">Comes back with the answer.</param>
/// <param name="Before">The job as it was when this was planned.</param>
/// <param name="Job">The job at the other parallelism.</param>
/// <param name="Shape">The shape of its graph then.</param>
/// <param name="Why">Why.</param>
internal sealed record RescalePlanned(long Request, JobSpec Before, JobSpec Job, JobShape Shape, RescaleCause Why) : Akka.Actor.INoSerializationVerificationNeeded
{
    /// <summary>Whether slots are to live elsewhere, at the parallelism that there is.</summary>
    public bool IsMove => Why is RescaleCause.NodeJoined or RescaleCause.Drained;

    /// <summary>That slots of a job are to live elsewhere; nobody is answered.</summary>
    public static RescalePlanned Move(JobSpec job, JobShape shape, RescaleCause why) => new(0, job, job, shape, why);
}

/// <summary>Why checkpoints are refused, for who wanted all to stand still at one.</summary>
internal static class RescaleTexts
{
    extension(RefusalReason reason)
    {
        /// <summary>A sentence that says why, and what to do.</summary>
        public string TextFor(RescalePlanned planned) => $"It cannot {(planned.IsMove ? "go to other nodes" : "be rescaled")} now: {reason.Text}";
    }
}

/// <summary>What somebody who asked for a rescale is told.</summary>
/// <param name="Step">How far it is.</param>
/// <param name="Text">What people are told when it does not work, or waits; null else.</param>
internal sealed record RescaleNews(RescaleStep Step, string? Text = null);

/// <summary>How far a rescale is.</summary>
internal enum RescaleStep
{
    /// <summary>The checkpoint is under way.</summary>
    Begun,

    /// <summary>All run at the parallelism that was asked for.</summary>
    Done,

    /// <summary>It does not work out: the job goes on as it was, or has ended.</summary>
    Failed,

    /// <summary>It cannot be done.</summary>
    Impossible,

    /// <summary>It cannot be done now.</summary>
    NotNow,
}

/// <summary>A rescale that is under way, and what it took so far. Not thread-safe.</summary>
internal sealed class Rescaling
{
    private readonly RescaleLine _line;
    private PastRescale? _decided;
    private IReadOnlyList<CheckpointSubtask> _parts = [];
    private IReadOnlyList<string> _nodes = [];
    private JobShape? _after;
    private DateTimeOffset? _deployedAt;
    private DateTimeOffset? _readyAt;
    private long? _moved;

    private Rescaling(RescaleLine line) => _line = line;

    /// <summary>What was asked for; null where nobody is told of its end.</summary>
    public RescalePlanned? Planned { get; private init; }

    /// <summary>Whether slots are to live elsewhere, at the parallelism that there is.</summary>
    public bool IsMove => _line.Why is RescaleCause.NodeJoined or RescaleCause.Drained;

    /// <summary>The shape of the graph before it; null where that is not known.</summary>
    public JobShape? Before { get; private init; }

    /// <summary>Names the checkpoint that was asked for; null where it is complete.</summary>
    public long? Suspend { get; private init; }

    /// <summary>Whether who asked for it was told that it has begun.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether the job has the other parallelism by now, though it may not run yet.</summary>
    public bool IsDecided => _decided is not null;

    /// <summary>Since when it has; null before.</summary>
    public DateTimeOffset? DecidedAt => _decided?.At;

    /// <summary>As it is shown while it is under way.</summary>
    public RescaleLine Line => _line with { Checkpoint = _decided?.Checkpoint, BytesMoved = _moved, IsUnderWay = true };

    /// <summary>One that somebody asks for.</summary>
    /// <param name="planned">What is asked for.</param>
    /// <param name="before">The shape of the graph before it.</param>
    /// <param name="at">When.</param>
    /// <param name="suspend">Names the checkpoint that is asked for.</param>
    public static Rescaling Asked(RescalePlanned planned, JobShape before, DateTimeOffset at, long suspend) =>
        new(new RescaleLine(planned.Why, planned.Before.Parallelism!.Parallelism, planned.Job.Parallelism!.Parallelism, at)) { Planned = planned, Before = before, Suspend = suspend };

    /// <summary>One that is decided, and of which no more is known than what the journal says.</summary>
    public static Rescaling TakenUp(PastRescale decided) => new(decided.Line) { _decided = decided, _moved = decided.BytesMoved };

    /// <summary>How all came to stand still.</summary>
    /// <param name="askedAt">When it was asked for; null where nobody knows.</param>
    /// <param name="checkpoint">The checkpoint at which they do.</param>
    /// <param name="parts">The parts of it; empty where they are not remembered.</param>
    public static RescaleTimes TimesOf(DateTimeOffset? askedAt, CompletedCheckpoint checkpoint, IReadOnlyList<CheckpointSubtask> parts)
    {
        var (triggered, completed) = (checkpoint.TriggeredAt, checkpoint.CompletedAt);
        // What was heard of a part was written before, for as long as it says.
        var aligned = parts.Max(s => s.AcknowledgedAt - s.Times.SyncPhase - s.Times.AsyncPhase) ?? triggered;
        return new RescaleTimes(askedAt ?? triggered, triggered, aligned < triggered ? triggered : aligned > completed ? completed : aligned, completed);
    }

    /// <summary>All stand still at a checkpoint.</summary>
    /// <param name="decided">What is decided.</param>
    /// <param name="parts">The parts of the checkpoint.</param>
    /// <param name="nodes">The nodes of the slots by then.</param>
    public void Decided(PastRescale decided, IReadOnlyList<CheckpointSubtask> parts, IReadOnlyList<string> nodes) =>
        (_decided, _parts, _nodes, _after) = (decided, parts, nodes, Planned!.Shape);

    /// <summary>This one has found no place: the way back to what the job had.</summary>
    public Rescaling Back(PastRescale decided) => new(decided.Line) { _decided = decided, Before = Before, _parts = _parts, _nodes = _nodes, _after = Before };

    /// <summary>It is known where the slots live.</summary>
    public void Placed(IReadOnlyList<string> nodes)
    {
        if (_after is { } after && _parts.Count > 0) _moved ??= MovedState.Bytes(_parts, Before!.Checkpoints!, after.Checkpoints!, _nodes, nodes);
    }

    /// <summary>How far all attempts are by now.</summary>
    public void Observe(bool areDeployed, bool areReady, DateTimeOffset now)
    {
        _deployedAt = areDeployed ? _deployedAt ?? now : null;
        _readyAt = areReady ? _readyAt ?? now : null;
    }

    /// <summary>All run. The clock of the coordinator before may have been ahead.</summary>
    public RescaleLine Done(DateTimeOffset now)
    {
        var times = _decided!.Times!;
        var deployed = Later(_deployedAt ?? now, times.CompletedAt);
        var ready = Later(_readyAt ?? now, deployed);
        return Line with
        {
            EndedAt = now,
            IsUnderWay = false,
            Pause = new RescalePause(times.AlignedAt - times.TriggeredAt, times.CompletedAt - times.AlignedAt, deployed - times.CompletedAt, ready - deployed, Later(now, ready) - ready),
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
