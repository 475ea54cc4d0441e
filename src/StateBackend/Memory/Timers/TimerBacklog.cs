using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// Timers that do not come first, in parts: all of one part come before all of the part that lies before it in the array, and within a
/// part they lie in no order. The first part, at the end of the array, is parted again until it is small enough to be taken (incremental
/// quicksort); a timer that is added to a part makes room by moving one of each part behind it. Nothing is allocated as long as there are
/// no more timers than there have been.
/// </summary>
internal sealed class TimerBacklog<TKey, TNamespace, TItem>(TimerOrder<TKey, TNamespace, TItem> order)
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private const int SlotsMin = 16;

    private TimerSlot<TItem>[] _slots = [];
    private Part[] _parts = new Part[8];
    private int _partCount;

    public int Count { get; private set; }

    /// <summary>Puts the timer into the part that it belongs to; false when it comes before all of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPush(in TimerSlot<TItem> slot)
    {
        if (_partCount == 0 || order.IsBefore(in slot, in _parts[_partCount - 1].Bound)) return false;
        Insert(in slot);
        return true;
    }

    /// <summary>Takes timers that come before all that are here, as a part of their own.</summary>
    /// <param name="slots">At least one.</param>
    /// <param name="bound">None of them comes before it.</param>
    public void Push(ReadOnlySpan<TimerSlot<TItem>> slots, in TimerSlot<TItem> bound)
    {
        MakeRoom(slots.Length);
        AddPart(Count, in bound);
        slots.CopyTo(_slots.AsSpan(Count));
        Count += slots.Length;
    }

    /// <summary>The first ones, to be removed then: so many at most, or more where they cannot be told apart. There must be one.</summary>
    public ReadOnlySpan<TimerSlot<TItem>> First(int max)
    {
        while (true)
        {
            ref var first = ref _parts[_partCount - 1];
            var slots = _slots.AsSpan(first.Start, Count - first.Start);
            if (slots.Length <= max) return slots;
            var later = TimerParting.Part(slots, order, out var bound);
            if (later == slots.Length) return slots;
            var (start, earliest) = (first.Start + later, first.Bound);
            first.Bound = bound;
            AddPart(start, in earliest);
        }
    }

    /// <summary>Removes what <see cref="First"/> has given.</summary>
    public void RemoveFirst()
    {
        var start = _parts[--_partCount].Start;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TItem>())
        {
            Array.Clear(_slots, start, Count - start);
            _parts[_partCount] = default;
        }

        Count = start;
        if (Count < _slots.Length / 8 && _slots.Length > SlotsMin) Array.Resize(ref _slots, _slots.Length / 2);
    }

    /// <summary>Forgets all that was pushed, and takes these as one part.</summary>
    /// <param name="count">How many of them are taken.</param>
    /// <param name="slots">Free ones are passed over.</param>
    public void Rebuild(int count, ReadOnlySpan<TimerSlot<TItem>> slots)
    {
        Array.Clear(_parts);
        (Count, _partCount) = (0, 0);
        if (count == 0)
        {
            _slots = [];
            return;
        }

        MakeRoom(count);
        AddPart(0, default);
        foreach (ref readonly var slot in slots)
        {
            if (slot.Time != Timestamps.None) _slots[Count++] = slot;
        }

        if (RuntimeHelpers.IsReferenceOrContainsReferences<TItem>()) Array.Clear(_slots, Count, _slots.Length - Count);
    }

    private void Insert(in TimerSlot<TItem> slot)
    {
        var part = 0;
        while (part < _partCount - 1 && order.IsBefore(in slot, in _parts[part].Bound)) part++;
        MakeRoom(1);
        var gap = Count++;
        for (var behind = _partCount - 1; behind > part; behind--)
        {
            var start = _parts[behind].Start++;
            _slots[gap] = _slots[start];
            gap = start;
        }

        _slots[gap] = slot;
    }

    private void AddPart(int start, in TimerSlot<TItem> bound)
    {
        if (_partCount == _parts.Length) Array.Resize(ref _parts, _partCount * 2);
        _parts[_partCount++] = new Part { Start = start, Bound = bound };
    }

    private void MakeRoom(int more)
    {
        var size = Math.Max(SlotsMin, _slots.Length);
        while (size < Count + more) size *= 2;
        if (size != _slots.Length) Array.Resize(ref _slots, size);
    }

    private struct Part
    {
        /// <summary>Where it begins in the array; it ends where the next one begins.</summary>
        public int Start;

        /// <summary>No timer of it comes before this.</summary>
        public TimerSlot<TItem> Bound;
    }
}
