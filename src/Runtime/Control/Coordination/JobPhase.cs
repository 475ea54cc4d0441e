using System.Collections.Immutable;
using FlowActors.Runtime.Control.Restart;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>What a job is doing, or waits for: that is, what becomes of those of its regions that do not run.</summary>
internal abstract record JobPhase
{
    private JobPhase()
    {
    }

    /// <summary>The journal is being read.</summary>
    public sealed record Recovering : JobPhase;

    /// <summary>The job manager is asked where the next attempts may live.</summary>
    /// <param name="RetryAt">When it is asked again.</param>
    public sealed record Placing(DateTimeOffset RetryAt) : JobPhase
    {
        /// <summary>What it waits for, and what to do, as the job manager has said; null while it has not.</summary>
        public string? Awaits { get; init; }
    }

    /// <summary>Every region has an attempt.</summary>
    public sealed record Executing : JobPhase;

    /// <summary>After a failure or a cancel the attempts of regions are to end; those of the others go on.</summary>
    /// <param name="Regions">The regions.</param>
    /// <param name="Failure">What is told as the cause; null after a cancel.</param>
    /// <param name="Next">What follows a failure; null after a cancel.</param>
    public sealed record Stopping(ImmutableSortedSet<int> Regions, AttemptFailure? Failure, RestartDecision? Next) : JobPhase
    {
        /// <summary>Whether all stand still at a checkpoint from which the next attempts go on: nothing has failed.</summary>
        public bool GoesOn { get; init; }
    }

    /// <summary>The next attempts have to wait.</summary>
    public sealed record Waiting(DateTimeOffset DueAt) : JobPhase;

    /// <summary>The job stands still: what it is to begin with cannot be read, or does not fit. Nothing of it is lost.</summary>
    public sealed record Halted(AttemptFailure Failure) : JobPhase;

    /// <summary>The job has ended.</summary>
    public sealed record Over : JobPhase;
}

/// <summary>The legal ways through a job's life; any other throws.</summary>
internal static class JobLife
{
    private static readonly Transitions Legal = new(
        (typeof(JobPhase.Recovering), typeof(JobPhase.Placing)),
        (typeof(JobPhase.Recovering), typeof(JobPhase.Executing)),
        (typeof(JobPhase.Recovering), typeof(JobPhase.Stopping)),
        (typeof(JobPhase.Recovering), typeof(JobPhase.Waiting)),
        (typeof(JobPhase.Recovering), typeof(JobPhase.Over)),
        (typeof(JobPhase.Recovering), typeof(JobPhase.Halted)),
        (typeof(JobPhase.Stopping), typeof(JobPhase.Stopping)),
        (typeof(JobPhase.Stopping), typeof(JobPhase.Placing)),
        (typeof(JobPhase.Stopping), typeof(JobPhase.Waiting)),
        (typeof(JobPhase.Stopping), typeof(JobPhase.Over)),
        (typeof(JobPhase.Stopping), typeof(JobPhase.Halted)),
        (typeof(JobPhase.Waiting), typeof(JobPhase.Placing)),
        (typeof(JobPhase.Waiting), typeof(JobPhase.Stopping)),
        (typeof(JobPhase.Waiting), typeof(JobPhase.Over)),
        (typeof(JobPhase.Waiting), typeof(JobPhase.Halted)),
        (typeof(JobPhase.Halted), typeof(JobPhase.Over)),
        (typeof(JobPhase.Placing), typeof(JobPhase.Placing)),
        (typeof(JobPhase.Placing), typeof(JobPhase.Executing)),
        (typeof(JobPhase.Placing), typeof(JobPhase.Waiting)),
        (typeof(JobPhase.Placing), typeof(JobPhase.Stopping)),
        (typeof(JobPhase.Placing), typeof(JobPhase.Over)),
        (typeof(JobPhase.Executing), typeof(JobPhase.Stopping)),
        (typeof(JobPhase.Executing), typeof(JobPhase.Over)));

    /// <summary>The new phase.</summary>
    /// <exception cref="InvalidOperationException">The way is not legal.</exception>
    public static JobPhase Move(JobId? job, JobPhase from, JobPhase to) =>
        Legal.Move($"Job {job}", from, to);
}
