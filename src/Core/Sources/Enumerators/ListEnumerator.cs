namespace FlowActors.Sources;

/// <summary>Gives splits that are all known at the start to whichever reader asks, in order.</summary>
/// <typeparam name="TSplit">The splits.</typeparam>
/// <param name="discover">Finds them for so many readers, at the first start only; may block.</param>
/// <param name="mayRead">Whether a split may be given to a subtask; null lets each read all.</param>
public sealed class ListEnumerator<TSplit>(Func<int, IEnumerable<TSplit>> discover, Func<TSplit, int, bool>? mayRead = null)
    : SplitEnumerator<TSplit, List<TSplit>>
    where TSplit : ISourceSplit
{
    private List<TSplit>? _restored;
    private SplitQueue<TSplit>? _queue;

    /// <inheritdoc/>
    public override void Start()
    {
        _queue = new SplitQueue<TSplit>(Context, mayRead);
        _queue.Add(_restored ?? discover(Context.Parallelism));
        _queue.Complete();
    }

    /// <inheritdoc/>
    public override void HandleSplitRequest(int subtask) => _queue!.Request(subtask);

    /// <inheritdoc/>
    public override void RemoveReader(int subtask) => _queue!.RemoveReader(subtask);

    /// <inheritdoc/>
    public override void AddSplitsBack(IReadOnlyList<TSplit> splits, int subtask) => _queue!.AddFirst(splits);

    /// <inheritdoc/>
    public override List<TSplit> Snapshot(long checkpointId) => [.. _queue!.Unassigned];

    /// <inheritdoc/>
    public override void Restore(List<TSplit> state) => _restored = state;
}
