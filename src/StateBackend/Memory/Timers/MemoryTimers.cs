using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Timers;

/// <summary>
/// Timers in memory: a hash table with open addressing says which are set, and a sequence which comes first. Neither knows where in the
/// other a timer lies, so that nothing is written to the table while the sequence moves timers. A timer that is deleted stays in the
/// sequence until it comes up, or until half of the sequence is such and it is made anew; one that is deleted and set again lies there
/// twice. What comes up counts only if the table has it.
/// </summary>
internal sealed partial class MemoryTimers<TKey, TNamespace, TItem>
    where TItem : struct, ITimerItem<TKey, TNamespace, TItem>
{
    private const int SlotsMin = 16;

    private readonly TableSettings<TKey, TNamespace> _settings;
    private readonly KeyRules<TKey> _rules;
    private readonly KeySerializer<TKey> _keys;
    private readonly NamespaceRules<TNamespace> _namespaces;
    private readonly TimerOrder<TKey, TNamespace, TItem> _order;
    private readonly TimerSequence<TKey, TNamespace, TItem> _sequence;
    private readonly FrozenBuffers _buffers;
    private TimerSlot<TItem>[] _slots;
    private int _shift;
    private long _warmed;

    /// <param name="settings">Whose they are.</param>
    /// <param name="buffers">Where the bytes of frozen ones go.</param>
    public MemoryTimers(TableSettings<TKey, TNamespace> settings, FrozenBuffers buffers)
    {
        _settings = settings;
        _buffers = buffers;
        _rules = settings.Keys;
        _keys = _rules.Keys;
        _namespaces = settings.Namespaces;
        _order = new TimerOrder<TKey, TNamespace, TItem>(_keys, _namespaces);
        _sequence = new TimerSequence<TKey, TNamespace, TItem>(_order);
        Allocate(SlotsMin);
    }

    /// <summary>How many are set.</summary>
    public int Count { get; private set; }

    public bool Add(TKey key, int hash, TNamespace ns, long time)
    {
        if (time == Timestamps.None) ThrowNoTime(time);
        if (TryFind(key, hash, ns, time, out var at)) return false;
        _rules.CheckNew(key, hash, _settings.Name);
        if ((Count + 1) * 8L > _slots.Length * 5L)
        {
            Resize(_slots.Length * 2);
            TryFind(key, hash, ns, time, out at);
        }

        var slot = new TimerSlot<TItem> { Time = time, Item = TItem.Of(key, hash, ns) };
        _frozen?.Fill(at);
        _slots[at] = slot;
        Count++;
        _scanned = null;
        _sequence.Push(in slot);
        return true;
    }

    public bool Remove(TKey key, int hash, TNamespace ns, long time)
    {
        if (time == Timestamps.None || !TryFind(key, hash, ns, time, out var at)) return false;
        RemoveAt(at);
        ForgetDeleted();
        return true;
    }

    public bool TryPeek(out long time)
    {
        while (_sequence.Count > 0)
        {
            if (_sequence.MustFetch) Warm(_sequence.Fetch());
            ref readonly var first = ref _sequence.First;
            time = first.Time;
            if (_sequence.Count == Count || TryFind(in first, out _)) return true;
            _sequence.Pop();
        }

        time = 0;
        return false;
    }

    public bool TryTake(long until, out DueTimer<TKey, TNamespace> timer)
    {
        while (_sequence.Count > 0)
        {
            if (_sequence.MustFetch) Warm(_sequence.Fetch());
            var first = _sequence.First;
            if (first.Time > until) break;
            _sequence.Pop();
            if (!TryFind(in first, out var at)) continue;
            RemoveAt(at);
            ForgetDeleted();
            timer = new(first.Item.Key, first.Item.Hash(_keys), first.Item.Namespace, first.Time);
            return true;
        }

        timer = default;
        return false;
    }

    /// <summary>The first one, if there is one.</summary>
    public bool TryPeek(out TimerSlot<TItem> timer)
    {
        var isThere = TryPeek(out long _);
        timer = isThere ? _sequence.First : default;
        return isThere;
    }

    /// <summary>All, in their order.</summary>
    public TimerSlot<TItem>[] InOrder()
    {
        var timers = new TimerSlot<TItem>[Count];
        var count = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Time != Timestamps.None) timers[count++] = slot;
        }

        Array.Sort(timers, _order.Compare);
        return timers;
    }

    public void Remove(ReadOnlySpan<TimerSlot<TItem>> timers)
    {
        foreach (ref readonly var timer in timers)
        {
            if (TryFind(in timer, out var at)) RemoveAt(at);
        }

        ForgetDeleted();
    }

    public void Clear()
    {
        _frozen = null;
        Allocate(SlotsMin);
        Count = 0;
        _scanned = null;
        _sequence.Rebuild(0, []);
    }

    private void ForgetDeleted()
    {
        if (_sequence.Count > SlotsMin && _sequence.Count / 2 > Count) _sequence.Rebuild(Count, _slots);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(in TimerSlot<TItem> timer, out int at) =>
        TryFind(timer.Item.Key, timer.Item.Hash(_keys), timer.Item.Namespace, timer.Time, out at);

    /// <summary>Where the timer is, or the free slot where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryFind(TKey key, int hash, TNamespace ns, long time, out int at)
    {
        var slots = _slots;
        for (at = Home(key, hash, ns, time); slots[at].Time != Timestamps.None; at = (at + 1) & (slots.Length - 1))
        {
            if (slots[at].Time == time && IsItem(in slots[at].Item, key, hash, ns)) return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsItem(in TItem item, TKey key, int hash, TNamespace ns)
    {
        if (KeyTraits<TKey>.EqualsAsBytes) return EqualityComparer<TKey>.Default.Equals(item.Key, key) && _namespaces.AreEqual(item.Namespace, ns);
        return item.Hash(_keys) == hash && _keys.Equals(item.Key, key) && _namespaces.AreEqual(item.Namespace, ns);
    }

    // Keys and times both come in arithmetic progressions, which must not meet.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(TKey key, int hash, TNamespace ns, long time)
    {
        var bits = (KeyTraits<TKey>.Spread(key, hash) * 0xD6E8_FEB8_6659_FD93) + (ulong)time;
        if (!NamespaceRules<TNamespace>.IsVoid) bits ^= _namespaces.Spread(ns);
        bits ^= bits >> 32;
        return (int)(bits * 0x9E37_79B9_7F4A_7C15 >> _shift);
    }

    private int Home(in TimerSlot<TItem> timer) => Home(timer.Item.Key, timer.Item.Hash(_keys), timer.Item.Namespace, timer.Time);

    // Soon each of these is looked for, one after the other. Read all at once they come from memory side by side.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Warm(ReadOnlySpan<TimerSlot<TItem>> timers)
    {
        var read = 0L;
        foreach (ref readonly var timer in timers) read ^= _slots[Home(in timer)].Time;
        _warmed = read;
    }

    // Every timer behind the gap, up to the next free slot, must stay reachable from its home without crossing a free one.
    private void RemoveAt(int gap)
    {
        _frozen?.Keep(gap);
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var at = (gap + 1) & mask; slots[at].Time != Timestamps.None; at = (at + 1) & mask)
        {
            if (((at - Home(in slots[at])) & mask) < ((at - gap) & mask)) continue;
            _frozen?.Keep(at);
            slots[gap] = slots[at];
            gap = at;
        }

        slots[gap] = new TimerSlot<TItem> { Time = Timestamps.None };
        Count--;
        _scanned = null;
        if (slots.Length > SlotsMin && Count < slots.Length / 8) Resize(slots.Length / 2);
    }

    private void Resize(int size)
    {
        _frozen = null;
        if (size < _slots.Length) _blocks.Clear();
        var old = _slots;
        Allocate(size);
        var mask = size - 1;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Time == Timestamps.None) continue;
            var at = Home(in slot);
            while (_slots[at].Time != Timestamps.None) at = (at + 1) & mask;
            _slots[at] = slot;
        }
    }

    [MemberNotNull(nameof(_slots))]
    private void Allocate(int size)
    {
        _slots = new TimerSlot<TItem>[size];
        _slots.AsSpan().Fill(new TimerSlot<TItem> { Time = Timestamps.None });
        _shift = 64 - BitOperations.Log2((uint)size);
    }

    [DoesNotReturn]
    private void ThrowNoTime(long time) => throw new ArgumentOutOfRangeException(
        nameof(time),
        time,
        $"A timer of operator '{_rules.OperatorName}' was set for {nameof(Timestamps)}.{nameof(Timestamps.None)}, which is no time.");
}
