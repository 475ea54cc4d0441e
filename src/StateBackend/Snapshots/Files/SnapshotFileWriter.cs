using FlowActors.Serialization;

namespace FlowActors.State.Snapshots.Files;

/// <summary>
/// Writes a snapshot file, from front to back, as elements come: what a scope exports may be exported into it. Key groups come in any
/// order, all elements of one at once; within it states by number, and elements in the order of <see cref="SortKey"/>. Operator
/// state is a group of its own. Holds one block and the directory in memory; of an entry larger than a block it copies all but the value.
/// Used by one thread at a time. What the stream throws, it throws; after that, and after what it refuses, the
/// file cannot be completed.
/// </summary>
internal sealed class SnapshotFileWriter : IStateWriter
{
    private readonly Stream _stream;
    private readonly Dictionary<int, StateHeader> _states = [];
    private readonly List<SnapshotPart> _parts = [];
    private readonly HashSet<int> _groups = [];
    private readonly PartOrder _order = new();
    private readonly BlockBuilder _block;
    private (int State, StateHeader? Header) _at;
    private PartBuilder? _part;
    private (int State, byte[] Separator) _first;
    private long _offset;
    private bool _isUsable = true;

    /// <param name="stream">Written only, from where it is; needs no positions; stays open. Whoever has it makes it durable.</param>
    /// <param name="blockBytes">Where a block ends; readers take any.</param>
    public SnapshotFileWriter(Stream stream, int blockBytes = SnapshotFormat.BlockBytesTarget)
    {
        _stream = stream;
        _block = new BlockBuilder(blockBytes);
        Append(Envelope.Header(SnapshotFormat.Version));
    }

    /// <inheritdoc/>
    public void Add(int state, StateHeader header)
    {
        Take();
        ArgumentOutOfRangeException.ThrowIfNegative(state);
        if (!_states.TryAdd(state, header))
            throw new InvalidOperationException($"Number {state} stands for state '{_states[state].Name}' already, not for '{header.Name}'.");
        _isUsable = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The element is out of order, or of a state that was not added.</exception>
    public void Write(int state, in StateElement element)
    {
        Take();
        Put(state, element);
        _isUsable = true;
    }

    /// <summary>Writes directory and footer, without which nobody can read the file, and flushes the stream.</summary>
    public SnapshotFileSummary Complete()
    {
        Take();
        EndPart();
        var directory = DirectoryBytes.Write(new SnapshotDirectory(new SortedDictionary<int, StateHeader>(_states), _parts));
        Append(directory);
        var footer = Envelope.Footer(new Footer(directory.Length, _offset + SnapshotFormat.FooterBytes, Crc32C.Of(directory)));
        Append(footer);
        _stream.Flush();
        return new SnapshotFileSummary(_offset, Envelope.ChecksumOf(footer));
    }

    private void Put(int state, in StateElement element)
    {
        var header = HeaderOf(state);
        if (_part is null || _part.KeyGroup != element.KeyGroup) Begin(element.KeyGroup);
        if ((header.Key is null) != (element.KeyGroup == SnapshotFormat.NoGroup))
        {
            throw new InvalidOperationException(
                $"State '{header.Name}' of operator '{header.OperatorName}' has no elements of key group {element.KeyGroup}.");
        }

        var position = _order.Advance(state, header, element);
        if (!_block.IsEmpty && !_block.HasRoomFor(element)) EndBlock([]);
        if (_block.IsEmpty) _first = (state, position.Separator());
        _part!.Count(state);
        if (_block.IsSmall(element))
        {
            _block.Add(state, element);
            return;
        }

        _block.AddHead(state, element);
        EndBlock(element.Value);
    }

    // Elements of one state come one behind the other.
    private StateHeader HeaderOf(int state)
    {
        if (_at.Header is { } header && _at.State == state) return header;
        if (!_states.TryGetValue(state, out header)) throw new InvalidOperationException($"Nobody has said what the number {state} stands for.");
        _at = (state, header);
        return header;
    }

    private void Begin(int keyGroup)
    {
        EndPart();
        if (!_groups.Add(keyGroup))
        {
            throw new InvalidOperationException(
                $"Elements of key group {keyGroup} came again after those of another: all of a group come at once.");
        }

        _part = new PartBuilder(keyGroup);
        _order.Begin();
    }

    private void EndPart()
    {
        if (_part is null) return;
        if (!_block.IsEmpty) EndBlock([]);
        _parts.Add(_part.Build());
        _part = null;
    }

    private void EndBlock(ReadOnlySpan<byte> value)
    {
        var length = (long)_block.Bytes.Length + value.Length;
        if (length > Array.MaxLength)
            throw new InvalidOperationException($"An element of {length} bytes cannot be read back: {Array.MaxLength} are the most.");
        _part!.Add(new SnapshotBlock(_offset, (int)length, Crc32C.Of(_block.Bytes, value), _first.State, _first.Separator));
        Append(_block.Bytes);
        Append(value);
        _block.Clear();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _offset += bytes.Length;
    }

    // Given back by who comes to the end of a call: a file is not completed without what was refused or not written.
    private void Take()
    {
        if (!_isUsable) throw new InvalidOperationException("The snapshot file is complete, or has failed.");
        _isUsable = false;
    }
}
