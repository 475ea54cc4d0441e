using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// Values of a frozen state on their way to its files, as far as there is memory for them that no object needs: they become a file of their own, which the
/// thread that links sorts and writes, so that neither the subtask nor a memtable has to do with it. Few are written as all others are. Until they are in the
/// database they are in the cache. Used on the subtask's thread, but for <see cref="WriteFile"/>.
/// </summary>
/// <param name="memory">The budget: what they take is of the part for objects.</param>
/// <param name="fileMin">With more entries than that they become a file.</param>
internal sealed class CollectedLot(StateMemory memory, int fileMin) : IDisposable
{
    private const int LotBytes = 256 << 10;
    private const int LotEntries = CollectedOrder.LotEntriesMax;

    // What a lot takes when it is full, and what its entries take while they are put into their order.
    private const long Reserved = (2 * LotBytes) + (LotEntries * (LotEntry.Size + CollectedOrder.BytesOfEntry));

    private readonly CollectedOrder _order = new();
    private readonly List<Lot> _lots = [];
    private long _reserved;
    private bool _takesMore;
    private volatile bool _isHandedOver;

    /// <summary>Whether it waits for the thread that links.</summary>
    public bool IsHandedOver => _isHandedOver;

    /// <summary>Whether there are values that the database does not have yet.</summary>
    public bool IsPending => _isHandedOver || Count > 0;

    /// <summary>How many entries there are.</summary>
    public long Count => _lots.Sum(l => (long)l.Count);

    /// <summary>What there is, to be written as all else.</summary>
    public IReadOnlyList<Lot> Lots => _lots;

    /// <summary>Collects from here on.</summary>
    public void Begin() => _takesMore = true;

    /// <summary>Where the next entry goes; null: there is no memory for it, or nothing is collected.</summary>
    public Lot? Next()
    {
        if (!_takesMore) return null;
        if (_lots.Count > 0 && !_lots[^1].IsFull) return _lots[^1];
        _takesMore = TryCountLargeValues() && TryReserve();
        return _takesMore ? _lots[^1] : null;
    }

    /// <summary>Collects no more.</summary>
    public void End() => _takesMore = false;

    /// <summary>All is there. True if it is to become a file, false if it is so little that it is to be written as all else.</summary>
    public bool TryHandOver()
    {
        End();
        return _isHandedOver = Count > fileMin;
    }

    /// <summary>Writes the file, or throws and keeps what there is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="family">Options of the family that takes it.</param>
    public void WriteFile(string path, FamilyOptions family)
    {
        using var writer = new SstWriter(path, family);
        _order.CopyTo(writer, _lots);
        writer.Finish();
    }

    /// <summary>The database has all of it; objects may have its memory.</summary>
    public void Clear()
    {
        Release();
        _isHandedOver = false;
    }

    public void Dispose() => Release();

    // What is collected spares work, but a value in memory spares more.
    private bool HasRoom => !memory.Objects.IsWanted && memory.Objects.Held < memory.Objects.Bytes / 8 * 7;

    private bool TryReserve()
    {
        if (!HasRoom || !TryHold(Reserved)) return false;
        _lots.Add(new Lot(LotBytes, LotEntries));
        return true;
    }

    // A lot takes what it was given last, whatever its size: that much may be too much, and no more.
    private bool TryCountLargeValues()
    {
        if (_lots.Count == 0) return true;
        var beyond = _lots[^1].Capacity - (2L * LotBytes);
        return beyond <= 0 || TryHold(beyond);
    }

    private bool TryHold(long bytes)
    {
        if (!memory.Objects.TryAdd(bytes, overdraw: false)) return false;
        _reserved += bytes;
        return true;
    }

    private void Release()
    {
        memory.Objects.TryAdd(-_reserved, overdraw: false);
        _reserved = 0;
        _lots.Clear();
        _order.Release();
    }
}
