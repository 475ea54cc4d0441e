namespace FlowActors.Sources;

/// <summary>
/// Gives each reader its share of splits that are all known at the start as soon as it is there: the splits i of the list with i mod
/// parallelism = the reader's subtask. Readers need not ask.
/// </summary>
/// <typeparam name="TSplit">The splits.</typeparam>
/// <param name="plan">The splits for so many readers, at the first start only.</param>
public sealed class ShareEnumerator<TSplit>(Func<int, IReadOnlyList<TSplit>> plan) : SplitEnumerator<TSplit, List<TSplit>>
    where TSplit : ISourceSplit
{
    private List<TSplit>[] _shares = [];
    private List<TSplit>? _restored;

    /// <inheritdoc/>
    public override void Start()
    {
        _shares = [.. Enumerable.Range(0, Context.Parallelism).Select(_ => new List<TSplit>())];
        var splits = _restored ?? plan(Context.Parallelism);
        for (var i = 0; i < splits.Count; i++) _shares[i % _shares.Length].Add(splits[i]);
    }

    /// <inheritdoc/>
    public override void AddReader(int subtask)
    {
        foreach (var split in _shares[subtask]) Context.AssignSplit(split, subtask);
        _shares[subtask].Clear();
        Context.SignalNoMoreSplits(subtask);
    }

    /// <inheritdoc/>
    public override void AddSplitsBack(IReadOnlyList<TSplit> splits, int subtask) => _shares[subtask].AddRange(splits);

    /// <inheritdoc/>
    public override List<TSplit> Snapshot(long checkpointId) => [.. _shares.SelectMany(s => s)];

    /// <inheritdoc/>
    public override void Restore(List<TSplit> state) => _restored = state;
}
