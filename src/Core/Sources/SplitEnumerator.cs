using FlowActors.Serialization;

namespace FlowActors.Sources;

/// <summary>An enumerator, whatever its state is: see <see cref="SplitEnumerator{TSplit,TState}"/>, which enumerators derive from.</summary>
/// <typeparam name="TSplit">The splits.</typeparam>
public abstract class SplitEnumerator<TSplit>
    where TSplit : ISourceSplit
{
    private EnumeratorContext<TSplit>? _context;

    private protected SplitEnumerator()
    {
    }

    /// <summary>The surroundings; there from <see cref="Start"/> on, and in a restore.</summary>
    protected EnumeratorContext<TSplit> Context => _context ?? throw new InvalidOperationException(
        "An enumerator has its context from its start on: what needs it belongs into Start, not into the constructor.");

    /// <summary>Begins: the first call, or the one behind the restore of a state. What takes long belongs into <see cref="EnumeratorContext{TSplit}.CallAsync"/>.</summary>
    public virtual void Start()
    {
    }

    /// <summary>
    /// A reader is there, for the first time or again after its subtask was lost; whatever splits it has in a checkpoint it has already.
    /// </summary>
    /// <param name="subtask">Its subtask, from 0.</param>
    public virtual void AddReader(int subtask)
    {
    }

    /// <summary>
    /// A reader asks for a split. One that cannot be given yet is remembered by the enumerator and given when there is one.
    /// </summary>
    /// <param name="subtask">The reader's subtask.</param>
    public virtual void HandleSplitRequest(int subtask)
    {
    }

    /// <summary>
    /// A reader has come so far, which it says by <see cref="SourceReaderContext{T}.Report"/>: once for each number that arrives, each above the one
    /// before. What it has asked for before is heard before.
    /// </summary>
    /// <param name="subtask">The reader's subtask.</param>
    /// <param name="report">What it reports.</param>
    public virtual void HandleReport(int subtask, long report)
    {
    }

    /// <summary>A reader is lost, and what it has asked for with it. What it did not get into a completed checkpoint follows by <see cref="AddSplitsBack"/>.</summary>
    /// <param name="subtask">Its subtask.</param>
    public virtual void RemoveReader(int subtask)
    {
    }

    /// <summary>
    /// Splits come back, as they were when they were assigned: their reader is lost, and no completed checkpoint holds that it had them.
    /// They are to be assigned again, to this or to another reader.
    /// </summary>
    /// <param name="splits">The splits, in the order in which they were assigned.</param>
    /// <param name="subtask">The subtask of the lost reader.</param>
    public abstract void AddSplitsBack(IReadOnlyList<TSplit> splits, int subtask);

    /// <summary>
    /// A checkpoint is durable: nobody will go back behind it. An enumerator may hear of some only, and again after a recovery.
    /// </summary>
    public virtual void CheckpointComplete(long checkpointId)
    {
    }

    /// <summary>A checkpoint will never complete.</summary>
    public virtual void CheckpointAborted(long checkpointId)
    {
    }

    /// <summary>Frees everything; the last call, in every case.</summary>
    public virtual void Close()
    {
    }

    internal abstract void CheckState(SerializerRegistry serializers);

    internal abstract void WriteState(ByteWriter writer, SerializerRegistry serializers, long checkpointId);

    internal abstract void ReadState(ref ByteReader reader, SerializerRegistry serializers);

    internal void Set(EnumeratorContext<TSplit> context) => _context = context;
}

/// <summary>
/// Finds the splits of a source and assigns them to readers; one for each source of an attempt, beside the job's coordinator. Splits that are
/// assigned are the readers' and in their state: an enumerator keeps those that are not.
/// </summary>
/// <remarks>
/// Order of calls: <see cref="Restore"/> where there is a state to go on from, <see cref="SplitEnumerator{TSplit}.Start"/>, then all others in any mixture, and
/// <see cref="SplitEnumerator{TSplit}.Close"/> exactly once. They are never called concurrently, on threads for blocking work, never on one that
/// the control of jobs runs on; still, a call that does not return holds up all that follow. An exception from any of them fails the job and
/// names the operator of the source.
/// </remarks>
/// <typeparam name="TSplit">The splits.</typeparam>
/// <typeparam name="TState">What a checkpoint keeps of the enumerator: plain data that the job's serializers can write.</typeparam>
public abstract class SplitEnumerator<TSplit, TState> : SplitEnumerator<TSplit>
    where TSplit : ISourceSplit
{
    /// <summary>What is to be kept: the splits that are not assigned, and what it takes to find more. Not changed afterwards.</summary>
    public abstract TState Snapshot(long checkpointId);

    /// <summary>Goes on from a state that was kept.</summary>
    public abstract void Restore(TState state);

    internal sealed override void CheckState(SerializerRegistry serializers) => serializers.Get<TState>();

    internal sealed override void WriteState(ByteWriter writer, SerializerRegistry serializers, long checkpointId) =>
        serializers.Get<TState>().Serialize(writer, Snapshot(checkpointId));

    internal sealed override void ReadState(ref ByteReader reader, SerializerRegistry serializers) =>
        Restore(serializers.Get<TState>().Deserialize(ref reader));
}
