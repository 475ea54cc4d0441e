namespace FlowActors.Sources;

/// <summary>
/// Fetches the records of all splits of one reader. It may block: a thread of its own calls it, never two calls at once. An asynchronous
/// call goes on wherever its awaits bring it, and the next call begins when it has ended.
/// </summary>
/// <remarks>
/// Order of calls: <see cref="AddSplits"/> first, then all in any mixture, <see cref="CloseAsync"/> exactly once. What any of them
/// throws fails the job with an <see cref="IOException"/> that names the splits and their positions, behind the records that were added
/// before; only what <see cref="CloseAsync"/> throws fails a job that would have ended well as it is. When the reader closes, <c>wakeUp</c>
/// is cancelled, and a call that still blocks its thread a tenth of a second later is interrupted (<see cref="ThreadInterruptedException"/>).
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits.</typeparam>
public abstract class Fetcher<T, TSplit>
    where TSplit : ISourceSplit
{
    /// <summary>Takes splits to fetch, each from its position on, besides those that it has.</summary>
    public abstract void AddSplits(IReadOnlyList<TSplit> splits);

    /// <summary>
    /// Waits until there are records of any split and adds those that are there, until <see cref="FetchedRecords{T}.IsFull"/>. Called again and
    /// again as long as splits are open; a fetch that adds nothing should have waited, for it is called again at once.
    /// </summary>
    /// <param name="into">Gets the records, in the order of each split, and is told of splits that end. Used during this call only.</param>
    /// <param name="wakeUp">
    /// Cancelled when there is something else to do: splits to take, a completed checkpoint to hear of, the end. An
    /// <see cref="OperationCanceledException"/> that follows from it is no failure, and what was added before counts.
    /// </param>
    public abstract ValueTask FetchAsync(FetchedRecords<T> into, CancellationToken wakeUp);

    /// <summary>
    /// A checkpoint is durable: nobody will read again what lies before these positions. Not told of checkpoints of an earlier attempt.
    /// </summary>
    /// <param name="checkpointId">The checkpoint.</param>
    /// <param name="splits">The splits with their positions as the checkpoint has them; those that had been read to their ends are missing.</param>
    public virtual void CheckpointComplete(long checkpointId, IReadOnlyList<TSplit> splits)
    {
    }

    /// <summary>Frees everything; the last call, in every case. The reader's close waits for it.</summary>
    public virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}
