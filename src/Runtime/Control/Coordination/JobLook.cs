using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What the metrics of a job are read from: the job at one moment, as its coordinator knows it.</summary>
/// <param name="Job">The job.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Since">Since when, as far as this coordinator knows.</param>
internal sealed record JobLook(JobId Job, string Name, JobStatus Status, DateTimeOffset Since)
{
    /// <summary>Since when it has been out of work because of a failure; null when it is not.</summary>
    public DateTimeOffset? DownSince { get; init; }

    /// <summary>How often it, or a region of it, has begun again, or is about to.</summary>
    public int Restarts { get; init; }

    /// <summary>What became of its checkpoints.</summary>
    public CheckpointTotals Checkpoints { get; init; } = CheckpointTotals.None;

    /// <summary>The last checkpoint or savepoint that completed; null before.</summary>
    public CheckpointLine? LastCheckpoint { get; init; }

    /// <summary>When it, or a region of it, began with a checkpoint or a savepoint last, as far as this coordinator knows; null when it has not.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>The next look at the same job.</summary>
    public JobLook At(JobStatus status, DateTimeOffset now) => this with
    {
        Status = status,
        Since = status == Status ? Since : now,
        DownSince = status is JobStatus.Restarting or JobStatus.Failing ? DownSince ?? now : null,
    };
}
