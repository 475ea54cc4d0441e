namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Reads ranges of one state in several key groups, of one file or of several, as one, in the order of <see cref="SortKey"/>. Needs as many
/// blocks in memory as there are cursors.
/// </summary>
internal sealed class SnapshotMerge : IComparer<int>
{
    private readonly IReadOnlyList<SnapshotCursor> _cursors;
    private readonly PriorityQueue<int, int> _next;
    private bool _hasBegun;

    /// <param name="cursors">Over ranges of states; not moved yet.</param>
    public SnapshotMerge(IReadOnlyList<SnapshotCursor> cursors)
    {
        _cursors = cursors;
        _next = new PriorityQueue<int, int>(cursors.Count, this);
    }

    /// <summary>The cursor that stands at the present element.</summary>
    public SnapshotCursor Current => _cursors[_next.Peek()];

    /// <exception cref="UnreadableSnapshotException">A block is damaged.</exception>
    public bool MoveNext()
    {
        if (!_hasBegun) Begin();
        else if (_next.TryDequeue(out var last, out _)) Move(last);
        return _next.Count > 0;
    }

    // Of equal ones the first comes first, so that the order depends on nothing else.
    int IComparer<int>.Compare(int x, int y)
    {
        var order = _cursors[x].SortKeyBytes.SequenceCompareTo(_cursors[y].SortKeyBytes);
        return order != 0 ? order : x.CompareTo(y);
    }

    private void Begin()
    {
        _hasBegun = true;
        for (var i = 0; i < _cursors.Count; i++) Move(i);
    }

    private void Move(int cursor)
    {
        if (_cursors[cursor].MoveNext()) _next.Enqueue(cursor, cursor);
    }
}
