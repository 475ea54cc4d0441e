using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Timers;

/// <summary>Parts timers into later and earlier ones, in place.</summary>
internal static class TimerParting
{
    private const int Samples = 9;

    /// <summary>Puts the later ones, about half of them, before the earlier ones.</summary>
    /// <param name="slots">At least two.</param>
    /// <param name="order">Says which is earlier.</param>
    /// <param name="bound">The first of the later ones.</param>
    /// <returns>How many are later: at least one, and all of them only where all are the same.</returns>
    public static int Part<TKey, TNamespace, TItem>(
        Span<TimerSlot<TItem>> slots, TimerOrder<TKey, TNamespace, TItem> order, out TimerSlot<TItem> bound)
        where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
    {
        bound = Median(slots, order);
        var later = PartAt(slots, order, in bound, least: 0);
        if (later < slots.Length) return later;
        // Nothing comes before the bound, as where one timer was set and deleted many times: those that are the same go apart from the others.
        later = PartAt(slots, order, in bound, least: 1);
        if (later == 0) return slots.Length;
        bound = First(slots[..later], order);
        return later;
    }

    // Every timer is swapped, whether it is later or not: which it is no processor could foretell.
    private static int PartAt<TKey, TNamespace, TItem>(
        Span<TimerSlot<TItem>> slots, TimerOrder<TKey, TNamespace, TItem> order, in TimerSlot<TItem> bound, int least)
        where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
    {
        var later = 0;
        var time = bound.Time;
        for (var i = 0; i < slots.Length; i++)
        {
            var slot = slots[i];
            slots[i] = slots[later];
            slots[later] = slot;
            if (slot.Time == time) later += One(Math.Sign(order.CompareItems(in slot.Item, in bound.Item)) >= least);
            else later += One(slot.Time > time);
        }

        return later;
    }

    private static TimerSlot<TItem> Median<TKey, TNamespace, TItem>(ReadOnlySpan<TimerSlot<TItem>> slots, TimerOrder<TKey, TNamespace, TItem> order)
        where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
    {
        var samples = new Sampled<TItem>();
        for (var i = 0; i < Samples; i++)
        {
            var slot = slots[(int)((long)i * (slots.Length - 1) / (Samples - 1))];
            var at = i;
            for (; at > 0 && order.IsBefore(in slot, in samples[at - 1]); at--) samples[at] = samples[at - 1];
            samples[at] = slot;
        }

        return samples[Samples / 2];
    }

    private static TimerSlot<TItem> First<TKey, TNamespace, TItem>(ReadOnlySpan<TimerSlot<TItem>> slots, TimerOrder<TKey, TNamespace, TItem> order)
        where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
    {
        var first = slots[0];
        foreach (ref readonly var slot in slots)
        {
            if (order.IsBefore(in slot, in first)) first = slot;
        }

        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int One(bool condition) => Unsafe.BitCast<bool, byte>(condition);

    [InlineArray(Samples)]
    private struct Sampled<TItem>
        where TItem : struct
    {
        private TimerSlot<TItem> _first;
    }
}
