namespace FlowActors.Sinks;

/// <summary>
/// Makes visible what writers have prepared. One for each subtask; its calls come one at a time, not from the subtask's thread, in the
/// order of the checkpoints, those that were restored first.
/// </summary>
/// <remarks>
/// A commit must be idempotent: after a restart the same committables come again, also those that were committed already. What the
/// committer throws fails the job; what it says of a single request is told to that request (see <see cref="CommitRequest{T}"/>).
/// A request that is to be retried comes again 0.1 s later, then after twice as long each time, after 10 s at most, and those of later
/// checkpoints wait for it; after <see cref="CommitRequest{T}.RetriesMax"/> retries it fails the job.
/// </remarks>
/// <typeparam name="TCommittable">What describes something that was prepared.</typeparam>
public abstract class Committer<TCommittable>
{
    /// <summary>
    /// Commits. A request of which nothing is said is committed when the task has completed. Begins on a thread that may block; what
    /// comes after an await should not. All requests are of one checkpoint.
    /// </summary>
    /// <param name="requests">At least one.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the attempt ends. A call that does not return then is interrupted as other user code is, and left behind after
    /// <c>flowactors.cancellation.close-timeout</c>.
    /// </param>
    public abstract Task CommitAsync(IReadOnlyList<CommitRequest<TCommittable>> requests, CancellationToken cancellationToken);

    /// <summary>Frees everything; once, when no call is under way and none will come.</summary>
    public virtual void Close()
    {
    }
}
