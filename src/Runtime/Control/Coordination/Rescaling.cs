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
/// <param name="planned">What was asked for.</param>
/// <param name="before">The shape of the graph before it.</param>
/// <param name="at">When it was asked for.</param>
/// <param name="suspend">Names the checkpoint that was asked for.</param>
internal sealed class Rescaling(RescalePlanned planned, JobShape before, DateTimeOffset at, long suspend)
{
    private PastCheckpoint? _checkpoint;
    private IReadOnlyList<string> _nodes = [];
    private DateTimeOffset? _deployedAt;
    private DateTimeOffset? _readyAt;
    private long? _moved;

    /// <summary>What was asked for.</summary>
    public RescalePlanned Planned => planned;

    /// <summary>The shape of the graph before it.</summary>
    public JobShape Before => before;

    /// <summary>Names the checkpoint that was asked for.</summary>
    public long Suspend => suspend;

    /// <summary>Whether who asked for it was told that it has begun.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether the job has the other parallelism by now, though it may not run yet.</summary>
    public bool IsDecided => DecidedAt is not null;

    /// <summary>Since when it has; null before.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>As it is shown while it is under way.</summary>
    public RescaleLine Line => new(planned.Why, planned.Before.Parallelism!.Parallelism, planned.Job.Parallelism!.Parallelism, at)
    {
        Checkpoint = IsDecided ? _checkpoint?.Id : null,
        BytesMoved = _moved,
        IsUnderWay = true,
    };

    /// <summary>All stand still at a checkpoint.</summary>
    /// <param name="checkpoint">It; null where it is not remembered.</param>
    /// <param name="nodes">The nodes of the slots by then.</param>
    /// <param name="now">The time.</param>
    public void Decided(PastCheckpoint? checkpoint, IReadOnlyList<string> nodes, DateTimeOffset now) => (_checkpoint, _nodes, DecidedAt) = (checkpoint, nodes, now);

    /// <summary>It is known where the slots live.</summary>
    public void Placed(IReadOnlyList<string> nodes)
    {
        if (IsDecided && _checkpoint is { } checkpoint) _moved ??= MovedState.Bytes(checkpoint.Subtasks, before.Checkpoints!, planned.Shape.Checkpoints!, _nodes, nodes);
    }

    /// <summary>How far all attempts are by now.</summary>
    public void Observe(bool areDeployed, bool areReady, DateTimeOffset now)
    {
        _deployedAt = areDeployed ? _deployedAt ?? now : null;
        _readyAt = areReady ? _readyAt ?? now : null;
    }

    /// <summary>All run.</summary>
    public RescaleLine Done(DateTimeOffset now)
    {
        if (_checkpoint?.Line is not { EndedAt: { } completed } line) return Line with { EndedAt = now, IsUnderWay = false };
        var (deployed, ready) = (_deployedAt ?? now, _readyAt ?? now);
        // What was heard of a part was written before, for as long as it says.
        var aligned = _checkpoint.Subtasks.Max(s => s.AcknowledgedAt - s.Times.SyncPhase - s.Times.AsyncPhase) ?? completed;
        aligned = aligned < line.TriggeredAt ? line.TriggeredAt : aligned > completed ? completed : aligned;
        return Line with
        {
            EndedAt = now,
            IsUnderWay = false,
            Pause = new RescalePause(aligned - line.TriggeredAt, completed - aligned, deployed - completed, ready - deployed, now - ready),
        };
    }
}
