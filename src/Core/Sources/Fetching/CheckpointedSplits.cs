namespace FlowActors.Sources;

/// <summary>What the checkpoints have of a reader's splits that have begun and not ended yet.</summary>
internal sealed class CheckpointedSplits<TSplit>
{
    private readonly SortedDictionary<long, IReadOnlyList<TSplit>> _pending = [];

    public void Add(long checkpointId, IReadOnlyList<TSplit> splits) => _pending[checkpointId] = splits;

    /// <summary>What the checkpoint has; null when it is not known here, as after a recovery. Those before it will not be asked for any more.</summary>
    public IReadOnlyList<TSplit>? Complete(long checkpointId)
    {
        var splits = _pending.GetValueOrDefault(checkpointId);
        foreach (var id in _pending.Keys.Where(id => id <= checkpointId).ToList()) _pending.Remove(id);
        return splits;
    }

    public void Abort(long checkpointId) => _pending.Remove(checkpointId);
}
