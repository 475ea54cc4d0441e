namespace FlowActors.Sources;

/// <summary>
/// Splits that nobody has yet, given to readers in order as they ask for them: what an enumerator needs whose splits any reader may read.
/// Used inside of the enumerator's calls only.
/// </summary>
/// <typeparam name="TSplit">The splits.</typeparam>
/// <param name="context">The enumerator's.</param>
/// <param name="mayRead">Whether a split may be given to a subtask; null lets each read all.</param>
public sealed class SplitQueue<TSplit>(EnumeratorContext<TSplit> context, Func<TSplit, int, bool>? mayRead = null)
    where TSplit : ISourceSplit
{
    private readonly LinkedList<TSplit> _splits = new();
    private readonly List<int> _requests = [];
    private readonly HashSet<int> _told = [];
    private bool _isComplete;

    /// <summary>The splits, in order.</summary>
    public IReadOnlyList<TSplit> Unassigned => [.. _splits];

    /// <summary>Adds splits behind the others.</summary>
    public void Add(IEnumerable<TSplit> splits)
    {
        foreach (var split in splits) _splits.AddLast(split);
        Serve();
    }

    /// <summary>Adds splits before the others: some that came back.</summary>
    public void AddFirst(IReadOnlyList<TSplit> splits)
    {
        for (var i = splits.Count - 1; i >= 0; i--) _splits.AddFirst(splits[i]);
        Serve();
    }

    /// <summary>No splits are added any more but such as come back: whoever asks and can get none is told so.</summary>
    public void Complete()
    {
        _isComplete = true;
        Serve();
    }

    /// <summary>A reader asks for a split; one that was told that there are no more gets none.</summary>
    public void Request(int subtask)
    {
        if (_told.Contains(subtask)) return;
        _requests.Add(subtask);
        Serve();
    }

    /// <summary>A reader is lost, and its requests with it.</summary>
    public void RemoveReader(int subtask)
    {
        _requests.RemoveAll(s => s == subtask);
        _told.Remove(subtask);
    }

    private void Serve()
    {
        _requests.RemoveAll(subtask =>
        {
            if (_told.Contains(subtask)) return true;
            if (Find(subtask) is { } node)
            {
                context.AssignSplit(node.Value, subtask);
                _splits.Remove(node);
                return true;
            }

            if (!_isComplete) return false;
            context.SignalNoMoreSplits(subtask);
            return _told.Add(subtask);
        });
    }

    private LinkedListNode<TSplit>? Find(int subtask)
    {
        for (var node = _splits.First; node is not null; node = node.Next)
        {
            if (mayRead is null || mayRead(node.Value, subtask)) return node;
        }

        return null;
    }
}
