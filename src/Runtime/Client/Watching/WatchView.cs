using FlowActors.Runtime.Subtasks.Queries;

namespace FlowActors.Runtime.Client.Watching;

/// <summary>What is known of a watched key now.</summary>
/// <param name="Version">Counts what was known before; a higher one is newer.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Attempt">The number of the last attempt that it was seen of.</param>
internal sealed record WatchView(long Version, WatchPhase Phase, int Attempt)
{
    /// <summary>What the key has, or had when it was seen last; null when that could not be read.</summary>
    public KeyReading? Reading { get; init; }

    /// <summary>Why it could not be read; answered when it could.</summary>
    public QueryOutcome Cause { get; init; }

    /// <summary>What was thrown as it was read.</summary>
    public string? Failure { get; init; }

    /// <summary>How the job has ended; null while it has not, and when it was forgotten meanwhile.</summary>
    public JobStatus? End { get; init; }
}

/// <summary>Where a watched key stands.</summary>
internal enum WatchPhase
{
    /// <summary>What is known is at most as old as a look.</summary>
    Live,

    /// <summary>Its owner restarts, or cannot be reached.</summary>
    Restarting,

    /// <summary>The job has ended: nothing will change.</summary>
    Ended,

    /// <summary>The node that was asked stops, and will tell nothing more.</summary>
    Stopped,
}
