namespace FlowActors.Sinks;

/// <summary>
/// Asks a committer to commit one thing, and takes what became of it: the last word counts. Without a word it is committed. Used by
/// one thread at a time, until the call that it was given to has completed.
/// </summary>
/// <typeparam name="TCommittable">What describes the thing.</typeparam>
public sealed class CommitRequest<TCommittable>
{
    /// <summary>How often a request may be retried before it fails the job: 10, as in Flink.</summary>
    public const int RetriesMax = 10;

    internal CommitRequest(TCommittable committable, int retries)
    {
        Committable = committable;
        Retries = retries;
    }

    /// <summary>What is to be committed.</summary>
    public TCommittable Committable { get; private set; }

    /// <summary>How often it was retried, from 0.</summary>
    public int Retries { get; }

    internal CommitOutcome Outcome { get; private set; }

    internal Exception? Reason { get; private set; }

    /// <summary>It could not be committed now, but may be later.</summary>
    public void RetryLater() => Outcome = CommitOutcome.Retry;

    /// <summary>As <see cref="RetryLater"/>, with another committable, such as one that says what is left of it.</summary>
    public void UpdateAndRetryLater(TCommittable committable)
    {
        Committable = committable;
        Outcome = CommitOutcome.Retry;
    }

    /// <summary>It was committed by an earlier call.</summary>
    public void SignalAlreadyCommitted() => Outcome = CommitOutcome.AlreadyCommitted;

    /// <summary>
    /// It can never be committed, for a reason that the application can live with: it is dropped, logged as a warning and counted
    /// (<c>committablesFailed</c>).
    /// </summary>
    public void SignalFailedWithKnownReason(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        (Outcome, Reason) = (CommitOutcome.Dropped, reason);
    }

    /// <summary>It cannot be committed: the job fails with the reason.</summary>
    public void SignalFailedWithUnknownReason(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        (Outcome, Reason) = (CommitOutcome.Failed, reason);
    }
}

/// <summary>What became of one commit.</summary>
internal enum CommitOutcome
{
    /// <summary>It is visible.</summary>
    Committed,

    /// <summary>It was visible before.</summary>
    AlreadyCommitted,

    /// <summary>It is to be tried again.</summary>
    Retry,

    /// <summary>It is given up, and the job goes on.</summary>
    Dropped,

    /// <summary>It fails the job.</summary>
    Failed,
}
