using FlowActors.Serialization;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// Entries on their way to the database, which takes them many times faster in the order of their keys than as they come. Used again and
/// again; on the subtask's thread.
/// </summary>
/// <param name="bytesMax">With so many bytes it is to be written. It takes twice that, and the batch that it is copied into as much.</param>
/// <param name="entriesMax">With so many entries it is to be written.</param>
internal sealed class Lot(int bytesMax, int entriesMax = Lot.EntriesMax)
{
    /// <summary>With so many entries it is to be written: larger ones write no better, and hold up the subtask for longer.</summary>
    public const int EntriesMax = 8_192;

    // Below the size from which arrays are collected only with everything else.
    private const int FirstBytes = 32 << 10;

    private readonly LotOrder _order = new();
    private ByteWriter _bytes = new(FirstBytes);
    private LotEntry[] _entries = new LotEntry[1_024];
    private int _begun;

    public int Count { get; private set; }

    /// <summary>The entries, in the order in which they came, or in that of their keys once they were written.</summary>
    public ReadOnlySpan<LotEntry> Entries => _entries.AsSpan(0, Count);

    /// <summary>The keys and values, where the entries say.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Whether it is to be written now.</summary>
    public bool IsFull => Count >= entriesMax || _bytes.Position >= bytesMax;

    /// <summary>What its buffer takes, in bytes.</summary>
    public int Capacity => _bytes.Buffer.Length;

    /// <summary>Begins an entry: its key is to be written here.</summary>
    public ByteWriter Begin()
    {
        _begun = _bytes.Position;
        return _bytes;
    }

    /// <summary>The key is written, the value comes next; <see cref="EndPut"/> ends the entry.</summary>
    public int EndKey() => _bytes.Position - _begun;

    /// <summary>The value is written behind a key of that length.</summary>
    public void EndPut(int family, int keyLength) => Add(new LotEntry(_begun, keyLength, _bytes.Position - _begun - keyLength, (byte)family));

    /// <summary>The key is written: its entry is to be deleted.</summary>
    public void EndDelete(int family) => Add(new LotEntry(_begun, _bytes.Position - _begun, LotEntry.Deleted, (byte)family));

    /// <summary>How much there is now, for <see cref="ReturnTo"/>.</summary>
    public (int Count, int Position) Mark() => (Count, _bytes.Position);

    /// <summary>Forgets what came since; also what was begun and not ended, as its serializer has thrown.</summary>
    public void ReturnTo((int Count, int Position) mark)
    {
        Count = mark.Count;
        _bytes.Reset();
        _bytes.Position = mark.Position;
    }

    /// <summary>Puts the entries, in the order of their keys, into a batch.</summary>
    public void CopyTo(Interop.BatchBuilder batch)
    {
        var entries = _entries.AsSpan(0, Count);
        var bytes = _bytes.WrittenSpan;
        _order.Sort(entries, bytes);
        foreach (ref readonly var entry in entries)
        {
            var key = bytes.Slice(entry.Start, entry.KeyLength);
            if (entry.IsDeleted) batch.Delete(entry.Family, key);
            else batch.Put(entry.Family, key, bytes.Slice(entry.Start + entry.KeyLength, entry.ValueLength));
        }
    }

    public void Clear()
    {
        Count = 0;
        // What one large value needed is not kept.
        if (_bytes.Buffer.Length > 2 * bytesMax) _bytes = new ByteWriter(FirstBytes);
        else _bytes.Reset();
    }

    private void Add(LotEntry entry)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, 2 * Count);
        _entries[Count++] = entry;
    }
}

/// <summary>One entry in the bytes of a lot.</summary>
internal readonly record struct LotEntry(int Start, int KeyLength, int ValueLength, byte Family)
{
    public const int Deleted = -1;

    /// <summary>What one takes.</summary>
    public const int Size = 4 * sizeof(int);

    public bool IsDeleted => ValueLength == Deleted;
}
