using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// A heap with four children a node, which are neighbours in memory.
/// </summary>
internal sealed class TimerHeap<TKey, TNamespace, TItem>(TimerOrder<TKey, TNamespace, TItem> order)
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private const int SlotsMin = 16;
    private const int SlotsKept = 4_096;

    private TimerSlot<TItem>[] _slots = new TimerSlot<TItem>[SlotsMin];

    public int Count { get; private set; }

    /// <summary>The first one; there must be one.</summary>
    public ref readonly TimerSlot<TItem> First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[0];
    }

    /// <summary>All of them, in no order.</summary>
    public ReadOnlySpan<TimerSlot<TItem>> Slots => _slots.AsSpan(0, Count);

    public void Push(in TimerSlot<TItem> slot)
    {
        if (Count == _slots.Length) Array.Resize(ref _slots, Count * 2);
        SiftUp(Count++, slot);
    }

    /// <summary>Removes the first one; there must be one.</summary>
    public void Pop()
    {
        // The gap goes down to a leaf, which takes one comparison less for each level than looking where the last one fits in.
        var last = --Count;
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        var gap = 0;
        int child;
        while ((child = (gap * 4) + 1) + 3 < last)
        {
            var first = FirstOfFour(ref slots, child);
            Unsafe.Add(ref slots, gap) = Unsafe.Add(ref slots, first);
            gap = first;
        }

        if (child < last)
        {
            var first = FirstOf(child, last);
            Unsafe.Add(ref slots, gap) = Unsafe.Add(ref slots, first);
            gap = first;
        }

        SiftUp(gap, Unsafe.Add(ref slots, last));
        Unsafe.Add(ref slots, last) = default;
    }

    /// <summary>Forgets what it has, and takes these instead.</summary>
    public void Load(ReadOnlySpan<TimerSlot<TItem>> slots)
    {
        var size = SlotsMin;
        while (size < slots.Length) size *= 2;
        if (size > _slots.Length || _slots.Length > Math.Max(size, SlotsKept)) _slots = new TimerSlot<TItem>[size];
        slots.CopyTo(_slots);
        if (Count > slots.Length) Array.Clear(_slots, slots.Length, Math.Min(Count, _slots.Length) - slots.Length);
        Count = slots.Length;
        Order();
    }

    /// <summary>Gives away the later half, unless all are the same.</summary>
    public void MoveLaterTo(TimerBacklog<TKey, TNamespace, TItem> backlog)
    {
        var later = TimerParting.Part(_slots.AsSpan(0, Count), order, out var bound);
        if (later < Count)
        {
            backlog.Push(_slots.AsSpan(0, later), in bound);
            Load(_slots.AsSpan(later, Count - later));
        }
        else Order();
    }

    private void Order()
    {
        for (var at = (Count - 2) / 4; at >= 0 && Count > 1; at--) SiftDown(at, _slots[at]);
    }

    private void SiftUp(int gap, TimerSlot<TItem> slot)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        while (gap > 0)
        {
            var parent = (gap - 1) / 4;
            if (!order.IsBefore(in slot, in Unsafe.Add(ref slots, parent))) break;
            Unsafe.Add(ref slots, gap) = Unsafe.Add(ref slots, parent);
            gap = parent;
        }

        Unsafe.Add(ref slots, gap) = slot;
    }

    private void SiftDown(int gap, TimerSlot<TItem> slot)
    {
        for (int child; (child = (gap * 4) + 1) < Count;)
        {
            var first = FirstOf(child, Math.Min(child + 4, Count));
            if (!order.IsBefore(in _slots[first], in slot)) break;
            _slots[gap] = _slots[first];
            gap = first;
        }

        _slots[gap] = slot;
    }

    // Times come in no order that a processor could foretell: a comparison that is a number costs less than one that is a branch.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstOfFour(ref TimerSlot<TItem> slots, int child)
    {
        ref var at = ref Unsafe.Add(ref slots, child);
        var (a, b, c, d) = (at.Time, Unsafe.Add(ref at, 1).Time, Unsafe.Add(ref at, 2).Time, Unsafe.Add(ref at, 3).Time);
        var left = One(b < a);
        var right = 2 + One(d < c);
        var (leftTime, rightTime) = (Unsafe.Add(ref at, left).Time, Unsafe.Add(ref at, right).Time);
        if ((a == b) | (c == d) | (leftTime == rightTime)) return FirstOf(child, child + 4);
        return child + left + ((right - left) * One(rightTime < leftTime));
    }

    private int FirstOf(int child, int end)
    {
        var first = child;
        while (++child < end)
        {
            if (order.IsBefore(in _slots[child], in _slots[first])) first = child;
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int One(bool condition) => Unsafe.BitCast<bool, byte>(condition);
}
