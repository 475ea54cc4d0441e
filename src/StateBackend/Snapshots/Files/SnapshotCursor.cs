using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Reads elements of one key group in order, a block at a time. What it shows is good until its next move. Holds one block, so that many
/// cursors of many groups take the bytes of as many blocks.
/// </summary>
internal sealed class SnapshotCursor
{
    private readonly SnapshotFileReader _file;
    private readonly SnapshotPart _part;
    private readonly int? _wanted;
    private readonly StateKind _kind;
    private readonly SortKeyRange _range;
    private readonly ByteWriter _sortKey = new();
    private byte[] _buffer = [];
    private EntryDecoder _entry;
    private int _nextBlock;
    private int _known = -1;

    /// <summary>All of a part.</summary>
    public SnapshotCursor(SnapshotFileReader file, SnapshotPart part)
    {
        _file = file;
        _part = part;
    }

    /// <summary>A range of a state that the part has.</summary>
    public SnapshotCursor(SnapshotFileReader file, SnapshotPart part, int state, SortKeyRange range)
        : this(file, part)
    {
        _wanted = state;
        _kind = file.States[state].Kind;
        _range = range;
        _nextBlock = FirstBlock(part.Blocks, state, range.From.Span);
    }

    /// <summary>The number of the present element's state.</summary>
    public int State => _entry.State;

    public StateElement Current => _entry.Element(_buffer, _part.KeyGroup);

    /// <summary>By what the present element is ordered; only where a range of a state is read.</summary>
    public ReadOnlySpan<byte> SortKeyBytes => _sortKey.WrittenSpan;

    /// <exception cref="UnreadableSnapshotException">The next block is damaged.</exception>
    public bool MoveNext()
    {
        while (MoveToNext())
        {
            if (_wanted is not { } wanted) return true;
            if (State < wanted) continue;
            if (State > wanted) break;
            if (_range.IsBehind(SortKeyBytes)) continue;
            if (_range.IsBefore(SortKeyBytes)) break;
            return true;
        }

        End();
        return false;
    }

    // The last block that begins below what is looked for: elements of one list are equal, and the first of them may stand there.
    private static int FirstBlock(IReadOnlyList<SnapshotBlock> blocks, int state, ReadOnlySpan<byte> from)
    {
        var (low, high) = (0, blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var block = blocks[middle];
            var isBelow = block.State < state || (block.State == state && block.Separator.AsSpan().SequenceCompareTo(from) < 0);
            if (isBelow) low = middle + 1;
            else high = middle;
        }

        return Math.Max(low - 1, 0);
    }

    private bool MoveToNext()
    {
        if (_entry.IsAtEnd && !LoadNext()) return false;
        try
        {
            _entry.MoveNext(_buffer);
            if (State == _wanted) WriteSortKey();
        }
        catch (SerializationException e)
        {
            throw Corrupt($"has an entry that cannot be read: {e.Message}", e);
        }

        if (State != _known) CheckState();
        return true;
    }

    private void WriteSortKey()
    {
        _sortKey.Reset();
        SortKey.Write(_sortKey, _kind, Current);
    }

    private void CheckState()
    {
        if (!_file.States.ContainsKey(State)) throw Corrupt($"has an entry of state {State}, which its directory does not name");
        _known = State;
    }

    private bool LoadNext()
    {
        if (_nextBlock >= _part.Blocks.Count) return false;
        var block = _part.Blocks[_nextBlock++];
        _buffer = _file.Load(block, _buffer);
        _entry = new EntryDecoder(block.Length);
        return true;
    }

    private void End()
    {
        _nextBlock = _part.Blocks.Count;
        _entry = default;
    }

    private UnreadableSnapshotException Corrupt(string what, Exception? inner = null) =>
        _file.Damaged(_part.Blocks[_nextBlock - 1].Offset, what, inner);
}
