using System.Diagnostics;
using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Scans;

/// <summary>
/// The next keys of a scan in one subtask: as many as a bounded memory holds of those that lie behind a position. A hash table has no order of its own that a
/// scan could go on in, so it is gone through once, in slices, and the window keeps the smallest of the keys behind the position. Pages are then read by
/// looking the keys of the window up, one by one, at the time of the page: keys that have gone fall out, values are as they are then. A window is good for as
/// long as somebody remembers it, and when it is forgotten it is found again from the position. Used on the subtask's thread.
/// </summary>
/// <remarks>
/// A key that is there throughout is among those found. <b>In a table</b> with open addressing an entry lies at its home or behind it, with no free slot
/// between. A slice ends behind a free slot only: then all that lies further on has its home there too, and whatever moves or comes meanwhile lies behind its
/// home again, which is further on, or has gone round to the first slots, which are looked at once more at the end. A table that is laid out anew is gone
/// through anew. <b>On disk</b> the keys of the table that were not written are looked for first, the stored ones afterwards: what is written meanwhile is
/// found there. What is found twice counts once.
/// </remarks>
internal sealed class KeyWindow
{
    /// <summary>How many keys a window holds.</summary>
    public const int KeysMax = 16 << 10;

    /// <summary>How many bytes of keys.</summary>
    public const int BytesMax = 1 << 20;

    private readonly StateScan _scan;
    private readonly ScanPosition _after;
    private readonly KeyGroupRange _groups;
    private readonly int _keysMax;
    private readonly int _lastGroup;
    private readonly PriorityQueue<Found, Found> _largest = new(Comparer<Found>.Create((a, b) => b.CompareTo(a)));
    private readonly List<Found> _sorted = [];
    private long _bytes;

    // The smallest one that there was no room for: it and what lies behind it is not in the window.
    private Found? _end;

    /// <param name="scan">What is read.</param>
    /// <param name="after">The keys behind this.</param>
    /// <param name="groups">The key groups that live here.</param>
    /// <param name="keyCount">About how many keys there are.</param>
    /// <param name="keysMax">How many keys it holds.</param>
    public KeyWindow(StateScan scan, ScanPosition after, KeyGroupRange groups, long keyCount, int keysMax = KeysMax)
    {
        (_scan, _after, _groups, _keysMax) = (scan, after, groups, keysMax);
        FirstGroup = scan.IsByKeyGroup ? Math.Max(groups.Start, after.KeyGroup) : groups.Start;
        // Of what there would be no room for no bytes need to be made.
        var likely = scan.IsByKeyGroup ? Math.Max(1, (long)((double)groups.Count * keysMax / Math.Max(1, keyCount))) : groups.Count;
        _lastGroup = (int)Math.Min(groups.End, FirstGroup + likely - 1);
        StoredGroup = FirstGroup;
    }

    /// <summary>The first key group of which keys are wanted.</summary>
    public int FirstGroup { get; }

    /// <summary>Whether all its keys were found and are in their order.</summary>
    public bool IsReady { get; private set; }

    /// <summary>The slot that is looked at next; the one before it was free.</summary>
    public int Slot { get; set; }

    /// <summary>What the table's layout was when its first slot was looked at; a table that was laid out anew is looked through again.</summary>
    public int Layout { get; private set; } = -1;

    /// <summary>Whether the table was looked through.</summary>
    public bool IsPastSlots { get; set; }

    /// <summary>The key group whose stored keys are looked at next.</summary>
    public int StoredGroup { get; private set; }

    /// <summary>Takes the bytes of a key for <see cref="Add(int)"/>.</summary>
    public ByteWriter Bytes { get; } = new();

    /// <summary>The scan that it is of.</summary>
    public StateScan Scan => _scan;

    /// <summary>The keys within a map that are looked at one by one from <see cref="Slot"/> on: a copy, made at one moment; null before that.</summary>
    public Array? Copied { get; set; }

    private byte[]? StoredKey { get; set; }

    /// <summary>The table is looked through from its first slot on, if it was laid out anew: what was found before is found again.</summary>
    public void LookThrough(int layout)
    {
        if (IsPastSlots || Layout == layout) return;
        (Layout, Slot, _bytes, _end) = (layout, 0, 0, null);
        _largest.Clear();
    }

    /// <summary>Whether keys of a key group are wanted.</summary>
    public bool Wants(int keyGroup) => keyGroup >= FirstGroup && keyGroup <= _lastGroup;

    /// <summary>Where in a key group the stored keys lie that are still to be found.</summary>
    public KeyRange StoredOf(int keyGroup)
    {
        var keys = _scan.Keys;
        if (_after.Key is { } after && _after.KeyGroup == _scan.PlaceOf(keyGroup)) keys = keys.Behind(after);
        return keyGroup == StoredGroup && StoredKey is { } key ? keys.Behind(key) : keys;
    }

    /// <summary>The stored keys are looked through up to a key.</summary>
    public void StoredUpTo(int keyGroup, ReadOnlySpan<byte> key) => (StoredGroup, StoredKey) = (keyGroup, key.ToArray());

    /// <summary>The stored keys of a key group are looked through.</summary>
    public void StoredThrough(int keyGroup) => (StoredGroup, StoredKey) = (keyGroup + 1, null);

    /// <summary>Takes the key whose bytes are in <see cref="Bytes"/>.</summary>
    public void Add(int keyGroup) => Add(keyGroup, Bytes.WrittenSpan);

    /// <summary>Goes on with the copied keys. False when the slice is over before the last one.</summary>
    /// <param name="copied">The keys.</param>
    /// <param name="keys">Makes bytes of them.</param>
    /// <param name="slice">The slice.</param>
    public bool AddCopied<T>(T[] copied, KeySerializer<T> keys, ScanSlice slice)
    {
        while (Slot < copied.Length)
        {
            Bytes.Reset();
            keys.Serialize(Bytes, copied[Slot++]);
            Add(0);
            slice.Read();
            if (slice.IsOver()) return false;
        }

        (Copied, IsPastSlots) = (null, true);
        return true;
    }

    /// <summary>Takes a key of a key group that is wanted, if it belongs to the scan and there is room.</summary>
    /// <returns>False where there is no room for it, nor for larger keys of the key group.</returns>
    public bool Add(int keyGroup, ReadOnlySpan<byte> key)
    {
        var place = _scan.PlaceOf(keyGroup);
        if (_end is { } end && end.IsAtOrBefore(place, key)) return false;
        if (!_scan.Keys.Contains(key) || !_after.IsBefore(place, key)) return true;
        if (_largest.Count >= _keysMax && _largest.Peek().IsAtOrBefore(place, key))
        {
            _end = new Found(place, keyGroup, key.ToArray());
            return false;
        }

        var found = new Found(place, keyGroup, key.ToArray());
        _largest.Enqueue(found, found);
        _bytes += key.Length;
        while (_largest.Count > _keysMax || (_bytes > BytesMax && _largest.Count > 1))
        {
            _end = _largest.Dequeue();
            _bytes -= _end.Value.Key.Length;
        }

        return true;
    }

    /// <summary>All keys were found: puts them into their order. False when the slice is over before that.</summary>
    public bool Finish(ScanSlice slice)
    {
        while (_largest.TryDequeue(out var next, out _))
        {
            if (_sorted.Count == 0 || _sorted[^1].CompareTo(next) != 0) _sorted.Add(next);
            slice.Read();
            if (slice.IsOver()) return false;
        }

        if (IsReady) return true;
        _sorted.Reverse();
        _largest.TrimExcess();
        return IsReady = true;
    }

    /// <summary>Whether it is of a scan, and what it has or will have begins at a position or before it, and ends behind it.</summary>
    public bool Covers(StateScan scan, ScanPosition after)
    {
        if (scan.Id != _scan.Id || scan.IsByKeyGroup != _scan.IsByKeyGroup || !scan.MapOf.AsSpan().SequenceEqual(_scan.MapOf)) return false;
        var order = _after.CompareTo(after);
        return IsReady ? order <= 0 && (End is not { } end || end.CompareTo(after) > 0) : order == 0;
    }

    /// <summary>Where the next window begins, once this one is ready; null where there is none in this subtask.</summary>
    public ScanPosition? End
    {
        get
        {
            Debug.Assert(IsReady, "Nobody knows yet what there is no room for.");
            if (_end is not null) return new ScanPosition(_sorted[^1].Place, _sorted[^1].Key);
            return _lastGroup < _groups.End ? new ScanPosition(_lastGroup + 1, null) : null;
        }
    }

    /// <summary>The keys behind a position, in their order.</summary>
    public IEnumerable<(int KeyGroup, byte[] Key)> Behind(ScanPosition position)
    {
        var (first, end) = (0, _sorted.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (position.IsBefore(_sorted[middle].Place, _sorted[middle].Key)) end = middle;
            else first = middle + 1;
        }

        for (; first < _sorted.Count; first++) yield return (_sorted[first].KeyGroup, _sorted[first].Key);
    }

    private readonly record struct Found(int Place, int KeyGroup, byte[] Key) : IComparable<Found>
    {
        public int CompareTo(Found other) => Place != other.Place ? Place.CompareTo(other.Place) : Key.AsSpan().SequenceCompareTo(other.Key);

        public bool IsAtOrBefore(int place, ReadOnlySpan<byte> key) => place != Place ? place > Place : key.SequenceCompareTo(Key) >= 0;
    }
}
