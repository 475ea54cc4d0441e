using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.Elements;

/// <summary>
/// What moves between subtasks: records, optional timestamps, and control marks with their positions. One thread fills it;
/// after it was handed over it is read only. It is reference counted: each channel it goes to holds one count, and the last
/// release gives it back to its pool.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class Batch<T>
{
    private readonly BatchPool<T>? _pool;
    private T[] _values;
    private long[]? _timestamps;
    private bool _hasTimestamps;
    private int[] _keyHashes = [];
    private bool _hasKeyHashes;
    private int[] _prints = [];
    private bool _hasPrints;
    private ControlMark[] _marks = [];
    private int _references;

    internal Batch(BatchPool<T>? pool, int capacity)
    {
        _pool = pool;
        _values = capacity == 0 ? [] : new T[capacity];
    }

    /// <summary>A batch that belongs to no pool.</summary>
    /// <param name="capacity">For how many records there is room at first; it grows.</param>
    public Batch(int capacity)
        : this(null, capacity)
    {
    }

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The number of control marks.</summary>
    public int MarkCount { get; private set; }

    /// <summary>True when there is neither a record nor a mark.</summary>
    public bool IsEmpty => (Count | MarkCount) == 0;

    /// <summary>The records.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>The records' timestamps in ms; empty when no record has one.</summary>
    public ReadOnlySpan<long> Timestamps => _hasTimestamps ? _timestamps.AsSpan(0, Count) : default;

    /// <summary>
    /// The stable hashes of the records' keys, where the sender computed them and they are costly; empty otherwise. They spare
    /// the receiver from touching the keys again before it looks them up. They do not travel in frames.
    /// </summary>
    public ReadOnlySpan<int> KeyHashes => _hasKeyHashes ? _keyHashes.AsSpan(0, Count) : default;

    /// <summary>
    /// The prints that records had when they were emitted, where the job's records are checked; empty otherwise. They do not
    /// travel in frames.
    /// </summary>
    internal ReadOnlySpan<int> Prints => _hasPrints ? _prints.AsSpan(0, Count) : default;

    /// <summary>The control marks, by rising position.</summary>
    public ReadOnlySpan<ControlMark> Marks => _marks.AsSpan(0, MarkCount);

    /// <summary>
    /// What the records take that are no plain values, so that only references to them lie in the batch: an estimate of whoever fills
    /// it, of the first <see cref="RecordsWeighed"/>.
    /// </summary>
    internal long RecordBytes { get; private set; }

    /// <summary>How many records <see cref="RecordBytes"/> is of.</summary>
    internal int RecordsWeighed { get; private set; }

    /// <summary>The bytes of memory that the batch occupies, its arrays' unused room included; at least 1.</summary>
    internal int Weight => (int)Math.Clamp(Math.Max(ArrayBytes, RecordBytes), 1, int.MaxValue);

    /// <summary>The bytes of its arrays of records, timestamps and hashes.</summary>
    internal long ArrayBytes =>
        ((long)_values.Length * Unsafe.SizeOf<T>()) + ((long)(_timestamps?.Length ?? 0) * sizeof(long)) + ((long)_keyHashes.Length * sizeof(int));

    /// <summary>All records that were not weighed yet weigh so much together.</summary>
    internal void Weigh(long bytes)
    {
        RecordBytes += bytes;
        RecordsWeighed = Count;
    }

    /// <summary>Appends a record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in T value, long timestamp)
    {
        var at = Count;
        var values = _values;
        if ((uint)at >= (uint)values.Length) values = Grow();
        // The array is exactly of this type, so the store needs no check of it, which costs reference types several nanoseconds.
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), at) = value;
        if (_hasTimestamps | timestamp != FlowActors.Timestamps.None) SetTimestamp(at, timestamp);
        Count = at + 1;
    }

    /// <summary>Appends a record without a timestamp, to a batch of such records.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(in T value)
    {
        Debug.Assert(!_hasTimestamps, "this record would have the timestamp that was there before");
        var at = Count;
        var values = _values;
        if ((uint)at >= (uint)values.Length) values = Grow();
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), at) = value;
        Count = at + 1;
    }

    /// <summary>Appends a record with the hash of its key; a batch has hashes for all records or for none.</summary>
    internal void Add(in T value, long timestamp, int keyHash)
    {
        var at = Count;
        Add(value, timestamp);
        if (at >= _keyHashes.Length) Array.Resize(ref _keyHashes, _values.Length);
        _keyHashes[at] = keyHash;
        _hasKeyHashes = true;
    }

    /// <summary>Notes the print of the record that is added next; a batch has prints for all records or for none.</summary>
    internal void Print(int print)
    {
        if (Count >= _prints.Length) Array.Resize(ref _prints, Math.Max(16, _prints.Length * 4));
        _prints[Count] = print;
        _hasPrints = true;
    }

    /// <summary>
    /// Appends a control mark behind the records there are. A later watermark replaces one at the same position, but for one that goes back: who
    /// receives it ignores and counts it.
    /// </summary>
    public void Mark(ControlKind kind, long value)
    {
        if (kind == ControlKind.Watermark && MarkCount > 0
            && _marks[MarkCount - 1] is { Kind: ControlKind.Watermark } last && last.Position == Count && last.Value <= value)
            MarkCount--;
        AddMark(new ControlMark(Count, kind, value));
    }

    internal void AddMark(ControlMark mark)
    {
        if (MarkCount == _marks.Length) Array.Resize(ref _marks, Math.Max(2, MarkCount * 2));
        _marks[MarkCount++] = mark;
    }

    /// <summary>Room for <paramref name="count"/> records that the caller fills at once; used when a batch is decoded.</summary>
    internal Span<T> Fill(int count, bool hasTimestamps, out Span<long> timestamps)
    {
        if (_values.Length < count) _values = new T[CapacityOf(count)];
        Count = count;
        _hasTimestamps = hasTimestamps;
        if (hasTimestamps && (_timestamps is null || _timestamps.Length < count)) _timestamps = new long[_values.Length];
        timestamps = hasTimestamps ? _timestamps.AsSpan(0, count) : default;
        return _values.AsSpan(0, count);
    }

    /// <summary>Fills an empty batch with what is in this one.</summary>
    internal void CopyTo(Batch<T> target)
    {
        Values.CopyTo(target.Fill(Count, _hasTimestamps, out var timestamps));
        Timestamps.CopyTo(timestamps);
        if (_hasKeyHashes)
        {
            if (target._keyHashes.Length < Count) target._keyHashes = new int[target._values.Length];
            KeyHashes.CopyTo(target._keyHashes);
            target._hasKeyHashes = true;
        }

        target.RecordBytes = RecordBytes;
        target.RecordsWeighed = RecordsWeighed;

        foreach (var mark in Marks) target.AddMark(mark);
    }

    /// <summary>True when it goes to several channels and not all of them are done with it.</summary>
    internal bool IsShared => Volatile.Read(ref _references) > 1;

    /// <summary>Says how many channels the batch goes to, before it is handed to the first.</summary>
    internal void Share(int references) => Volatile.Write(ref _references, references);

    /// <summary>One more holds it, besides the caller, who does: it is given back by one more <see cref="Release"/>.</summary>
    internal Batch<T> Retain()
    {
        // 0 and 1 are both one holder, who is the only one to change that.
        int held;
        do held = Volatile.Read(ref _references);
        while (Interlocked.CompareExchange(ref _references, Math.Max(held, 1) + 1, held) != held);
        return this;
    }

    /// <summary>What is left of it from a record and a mark on, as a batch that belongs to no pool.</summary>
    internal Batch<T> Rest(int record, int mark)
    {
        var rest = new Batch<T>(Count - record);
        for (var i = record; i < Count; i++)
        {
            if (_hasPrints) rest.Print(_prints[i]);
            var timestamp = _hasTimestamps ? _timestamps![i] : FlowActors.Timestamps.None;
            if (_hasKeyHashes) rest.Add(_values[i], timestamp, _keyHashes[i]);
            else rest.Add(_values[i], timestamp);
        }

        if (RecordsWeighed > 0) rest.Weigh(RecordBytes * rest.Count / RecordsWeighed);
        for (var i = mark; i < MarkCount; i++) rest.AddMark(_marks[i] with { Position = _marks[i].Position - record });
        return rest;
    }

    /// <summary>
    /// The batch as one that was under way and is put back: what it says of checkpoints is over, as it belongs to none any more, and whoever has
    /// ended says so again. Held for the caller.
    /// </summary>
    internal Batch<T> ToPutBack()
    {
        if (!HasPassing()) return Retain();
        var rest = Rest(0, MarkCount);
        foreach (var mark in Marks)
        {
            if (mark.IsOfTime) rest.AddMark(mark);
        }

        return rest;
    }

    /// <summary>Drops a mark and those behind it.</summary>
    internal void RemoveMarksFrom(int mark) => MarkCount = mark;

    /// <summary>One channel is done with it. The last one empties it and gives it back to its pool.</summary>
    internal void Release()
    {
        if (_references > 1 && Interlocked.Decrement(ref _references) > 0) return;
        if (_pool is null) return;
        Clear();
        _pool.Return(this);
    }

    internal void Clear()
    {
        // Values are kept alive by a pooled array only where they hold references.
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>()) Array.Clear(_values, 0, Count);
        Count = 0;
        MarkCount = 0;
        RecordBytes = 0;
        RecordsWeighed = 0;
        _hasTimestamps = false;
        _hasKeyHashes = false;
        _hasPrints = false;
        _references = 0;
    }

    // Such that batches of about the same size find room in each other's arrays.
    private int CapacityOf(int count) => _pool is null || count > _pool.CapacityMax
        ? count
        : (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)count), (uint)_pool.CapacityMax);

    private bool HasPassing()
    {
        foreach (var mark in Marks)
        {
            if (!mark.IsOfTime) return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        var length = _values.Length;
        var larger = length == 0 && _pool is not null ? _pool.FirstCapacity : Math.Max(16, length * 4);
        // Where batches are small, no array has room for more than they ever take.
        if (_pool is not null && length < _pool.CapacityMax) larger = Math.Min(larger, _pool.CapacityMax);
        Array.Resize(ref _values, larger);
        if (_timestamps is not null) Array.Resize(ref _timestamps, _values.Length);
        return _values;
    }

    private void SetTimestamp(int at, long timestamp)
    {
        if (!_hasTimestamps)
        {
            if (_timestamps is null || _timestamps.Length < _values.Length) _timestamps = new long[_values.Length];
            _timestamps.AsSpan(0, at).Fill(FlowActors.Timestamps.None);
            _hasTimestamps = true;
        }

        Debug.Assert(_timestamps is not null, "timestamps were just made");
        _timestamps[at] = timestamp;
    }
}
