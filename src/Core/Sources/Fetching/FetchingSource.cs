using FlowActors.Functions;

namespace FlowActors.Sources;

/// <summary>
/// A source whose readers fetch, in batches, on one thread for all splits of a reader, from what may block. An author writes the
/// <see cref="Fetcher{T,TSplit}"/> and says how a split with a position looks; the engine has the thread, the hand-over of batches,
/// the positions and the splits' ends. The enumerator is the author's, such as a <see cref="ListEnumerator{TSplit}"/>. Immutable.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TSplit">The splits: plain data that the job's serializers can write, which is checked when the job is built.</typeparam>
public abstract class FetchingSource<T, TSplit> : Source<T, TSplit>
    where TSplit : ISourceSplit
{
    /// <summary>
    /// A new fetcher, for one reader of one attempt. Called on the subtask's thread: it makes counters and connects to nothing yet, for that
    /// blocks.
    /// </summary>
    /// <param name="context">The surroundings of the source's operator. Its clock and its token are for any thread.</param>
    public abstract Fetcher<T, TSplit> CreateFetcher(IRuntimeContext context);

    /// <summary>The split as it is when its records before a position were emitted. Pure; the name of the split stays.</summary>
    /// <param name="split">The split as it was given to the reader.</param>
    /// <param name="position">What the fetcher said of the last record that was emitted: the position behind it.</param>
    public abstract TSplit MoveTo(TSplit split, long position);

    /// <summary>
    /// How many splits a reader asks the enumerator for ahead of reading the first to its end; one more is asked for whenever one ends. At least
    /// 1. Default: 1. Enumerators that assign splits without being asked may give any number.
    /// </summary>
    public virtual int SplitsAtOnce => 1;

    /// <summary>
    /// How many records one fetch should give at most: see <see cref="FetchedRecords{T}.IsFull"/>. Few of these batches lie in memory for each
    /// reader, four at most. At least 1. Default: 1,024.
    /// </summary>
    public virtual int RecordsPerFetchMax => 1_024;

    /// <inheritdoc/>
    public sealed override SourceReader<T, TSplit> CreateReader() => new FetchingReader<T, TSplit>(this);
}
