using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.Sinks;
using FlowActors.Sources.Coordination;
using FlowActors.State;
using FlowActors.Threading;

namespace FlowActors.Operators;

/// <summary>What the runtime gives one operator of one subtask. Used on the subtask's thread, unless said otherwise.</summary>
public abstract class OperatorContext : ISinkContext
{
    /// <inheritdoc/>
    public abstract JobId JobId { get; }

    /// <inheritdoc/>
    public abstract string JobName { get; }

    /// <inheritdoc/>
    public abstract string OperatorName { get; }

    /// <inheritdoc/>
    public abstract string OperatorUid { get; }

    /// <inheritdoc/>
    public abstract int SubtaskIndex { get; }

    /// <inheritdoc/>
    public abstract int Parallelism { get; }

    /// <inheritdoc/>
    public abstract int MaxParallelism { get; }

    /// <inheritdoc/>
    public abstract int Attempt { get; }

    /// <inheritdoc/>
    public abstract TimeProvider Time { get; }

    /// <inheritdoc/>
    public abstract IMetricGroup Metrics { get; }

    /// <inheritdoc/>
    public abstract CancellationToken Cancelled { get; }

    /// <inheritdoc/>
    public abstract LongCounter GetLongCounter(string name);

    /// <inheritdoc/>
    public abstract DoubleCounter GetDoubleCounter(string name);

    /// <summary>The position in the chain, from 0 at its head.</summary>
    public abstract int ChainIndex { get; }

    /// <summary>Where the chain notes who is at work.</summary>
    public abstract ExecutionCursor Cursor { get; }

    /// <summary>
    /// Where results of a numbered output go, the main one being 0; asked for in <see cref="IStreamOperator.Setup"/>. An output that
    /// nobody reads drops what it is given.
    /// </summary>
    /// <typeparam name="T">The records, as the graph says.</typeparam>
    /// <param name="output">The number of the output, from 0.</param>
    public abstract Output<T> GetOutput<T>(int output);

    /// <summary>
    /// Where records of a side output go; null where nobody reads it. May be asked for at any time.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is read with records of another type.</exception>
    internal virtual Output<T>? GetSideOutput<T>(OutputTag<T> tag) => null;

    /// <summary>All outputs of the operator, for what it says about event time: that goes to each of them.</summary>
    public abstract IEventTime EventTime { get; }

    /// <summary>The quantum of the run; asked before each record by every loop that is not user code.</summary>
    public abstract RunQuantum Quantum { get; }

    /// <summary>The serializers of the job.</summary>
    public abstract SerializerRegistry Serializers { get; }

    /// <summary>True when built-in operators copy values of mutable types as they leave state (the default).</summary>
    public abstract bool CopyMutableState { get; }

    /// <summary>How often periodic watermarks are made, in processing time. Default: 200 ms.</summary>
    internal virtual TimeSpan WatermarkInterval => TimeSpan.FromMilliseconds(200);

    /// <summary>Checks what the operator keeps of what it receives; null where records are not checked or cannot change.</summary>
    internal virtual RecordCheck<T>? CreateCheck<T>() => null;

    /// <summary>True where failures may show records: who runs user code then notes in the cursor what it was given.</summary>
    internal virtual bool ShowsRecords => false;

    /// <summary>
    /// Notes what user code of this operator is given from here on, for failures to show, where it is no record of an input; null when it
    /// has returned. Does nothing where failures may not show records.
    /// </summary>
    internal virtual void NoteAtHand(IRecordAtHand? given)
    {
    }

    /// <summary>The number of the checkpoint that the operator's state was restored from; null when it was not.</summary>
    internal virtual long? RestoredCheckpoint => null;

    /// <summary>
    /// True when the operator was restored from a snapshot that was taken after the end of its input: it gets no records and says nothing more, and
    /// is there for what it has to commit.
    /// </summary>
    internal virtual bool HasEnded => false;

    /// <inheritdoc/>
    long? ISinkContext.RestoredCheckpointId => RestoredOwnCheckpoint;

    /// <summary>As <see cref="RestoredCheckpoint"/>, but null when it is a checkpoint or savepoint of another job.</summary>
    internal virtual long? RestoredOwnCheckpoint => RestoredCheckpoint;

    /// <summary>Operator state: lists that are split, united or broadcast when the parallelism changes.</summary>
    public abstract IOperatorStateStore OperatorState { get; }

    /// <summary>
    /// The keyed state of this operator, partitioned by keys of <typeparamref name="TKey"/>; the same at each call. It belongs to the
    /// subtask's state scope, which the runtime opens before the operators and disposes after them.
    /// </summary>
    /// <exception cref="InvalidKeyTypeException">The type cannot be a key.</exception>
    /// <exception cref="InvalidOperationException">It was asked for with another type of keys before.</exception>
    public abstract IKeyedStates<TKey> GetKeyedStates<TKey>();

    /// <summary>
    /// The hash that the sender of the record at hand computed of its key. Null for all operators but the head of the chain: those
    /// behind it get records that its user code made, to which no hash belongs.
    /// </summary>
    internal RecordKeyHash? KeyHash => ChainIndex == 0 ? Cursor.KeyHash : null;

    /// <summary>
    /// Registers output that could not be emitted yet: the runtime calls <see cref="IStreamOperator.Resume"/> before the
    /// next element, operators nearer to the tail of the chain first.
    /// </summary>
    public abstract void Suspend();

    /// <summary>A way back for so many calls that the operator has under way at once.</summary>
    /// <param name="capacity">The number of slots, above 0.</param>
    public abstract ICompletions CreateCompletions(int capacity);

    /// <summary>
    /// Wakes the subtask from any thread: there is something to do again for a source or an operator that had nothing.
    /// </summary>
    public abstract void Wake();

    /// <summary>
    /// Tells the enumerator of the source how far the reader is. It answers by <see cref="SourceOperator.Take"/>, and whoever carries this
    /// repeats it as long as splits are awaited, for it may be lost. When none are awaited any more, the enumerator need not be told.
    /// </summary>
    internal virtual void TellReader(ReaderState state, bool awaitsSplits) =>
        throw new InvalidOperationException($"Operator '{OperatorName}' is a source, and nobody here has its enumerator.");

    /// <summary>Starts threads for user code that may block.</summary>
    internal virtual IThreadStarter Threads => ProcessThreads.Instance;

    /// <summary>Runs something on a thread that may block, not on one that runs operators.</summary>
    internal virtual void RunBlocking(Action work) => _ = Task.Run(work);

    /// <summary>Warns of something that could not be committed and is given up.</summary>
    internal virtual void CommitDropped(string committable, Exception reason)
    {
    }
}
