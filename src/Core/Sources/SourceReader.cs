using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Reads the splits of one subtask, without ever blocking: what has to be waited for is fetched in the background, and the reader wakes its
/// subtask when it is there. All its state lies in its splits: what it emits next follows from what <see cref="Snapshot"/> gives.
/// </summary>
/// <remarks>
/// All members are called on the subtask's thread, never concurrently. Order of calls: <see cref="Open"/>, then <see cref="AddSplits"/>,
/// <see cref="Read"/>, <see cref="Snapshot"/> and what is said of checkpoints in any mixture, <see cref="NoMoreSplits"/> at most once and with no
/// split behind it, <see cref="Close"/> exactly once. An exception from any of them fails the job and names the operator of the source.
/// A restored reader gets its splits by <see cref="AddSplits"/> before anything else; they may have been another subtask's.
/// </remarks>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits.</typeparam>
public abstract class SourceReader<T, TSplit>
    where TSplit : ISourceSplit
{
    /// <summary>Makes ready.</summary>
    public abstract void Open(SourceReaderContext<T> context);

    /// <summary>Takes splits to read, each from its position on.</summary>
    public abstract void AddSplits(IReadOnlyList<TSplit> splits);

    /// <summary>No split follows those that it has.</summary>
    public virtual void NoMoreSplits()
    {
    }

    /// <summary>
    /// Emits records by <see cref="SplitOutput{T}.Emit"/> until that says why it stopped, or until there are none.
    /// </summary>
    /// <returns>
    /// Done when all splits that it has are read to their ends, whether more will come or not; waiting when there is nothing now and the
    /// reader will call <see cref="OperatorContext.Wake"/> when there is; else what the output said.
    /// </returns>
    public abstract Progress Read();

    /// <summary>
    /// The splits that are not read to their ends, each with the position behind the last record that was emitted. Must not change afterwards.
    /// </summary>
    public abstract IReadOnlyList<TSplit> Snapshot(long checkpointId);

    /// <summary>The checkpoint is durable: nobody will read again what was read before it. May be called again after a recovery.</summary>
    public virtual void CheckpointComplete(long checkpointId)
    {
    }

    /// <summary>The checkpoint will never complete.</summary>
    public virtual void CheckpointAborted(long checkpointId)
    {
    }

    /// <summary>Frees everything; called once, in every case, also when <see cref="Open"/> has failed. Background work has ended when it returns.</summary>
    public virtual void Close()
    {
    }
}
