using System.Numerics;
using System.Runtime.CompilerServices;

namespace FlowActors.State.Memory.Tables;

/// <summary>Keys that come and go.</summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    private int _spreadAt;

    public bool Remove(TKey key, int hash, TNamespace ns)
    {
        ref var entry = ref Probe(key, hash, ns);
        if (!entry.Occupied) return false;
        RemoveAt(SlotOf(ref entry));
        return true;
    }

    private void RemoveAt(int slot)
    {
        _frozen?.Keep(slot);
        CloseGap(slot);
        _count--;
        _index = null;
        Generation++;

        // A table that has emptied (windows come and go) gives its memory back; it grows again at 5/8 only.
        if (_entries.Length > SlotsMin && _count < _entries.Length / 8) Shrink();
    }

    private void Shrink()
    {
        _blocks.Clear();
        Resize(_entries.Length / 2);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref Entry<TKey, TNamespace, TValue> Insert(TKey key, int hash, TNamespace ns, ref Entry<TKey, TNamespace, TValue> free)
    {
        _rules.CheckNew(key, hash, _settings.Name);
        if (MakeRoom(SlotOf(ref free), Home(key, hash, ns))) free = ref Probe(key, hash, ns);
        _frozen?.Fill(SlotOf(ref free));
        free.Hash = hash;
        free.Key = key;
        free.Namespace = ns;
        free.Occupied = true;
        _count++;
        _index = null;
        return ref free;
    }

    /// <summary>Grows or spreads the table before an entry is put into a free slot; false when all stays where it is.</summary>
    private bool MakeRoom(int free, int home)
    {
        var slots = _entries.Length;
        if ((long)(_count + 1) * 8 > (long)slots * 5)
        {
            Resize(slots * 2);
            return true;
        }

        // Far beyond what happens by chance. Once for each size at most: keys of one hash are not helped by any multiplier.
        if (((free - home) & (slots - 1)) < 8 * BitOperations.Log2((uint)slots) || _spreadAt == slots) return false;
        _spreadAt = slots;
        _multiplier = (_multiplier * _multiplier * 0xD134_2543_DE82_EF95) | 1;
        Resize(slots);
        return true;
    }

    private void Resize(int slots)
    {
        var old = _entries;
        var done = _frozen?.Restart();
        Allocate(slots);
        Generation++;
        var mask = slots - 1;
        for (var from = 0; from < old.Length; from++)
        {
            ref readonly var entry = ref old[from];
            if (!entry.Occupied) continue;
            var slot = Home(entry.Key, entry.Hash, entry.Namespace);
            while (_entries[slot].Occupied) slot = (slot + 1) & mask;
            _entries[slot] = entry;
            if (done is { } bits && bits[from]) _frozen!.Fill(slot);
        }
    }

    // Every entry behind the gap, up to the next free slot, must stay reachable from its home without crossing a free one.
    private void CloseGap(int gap)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        for (var slot = (gap + 1) & mask; entries[slot].Occupied; slot = (slot + 1) & mask)
        {
            var home = Home(entries[slot].Key, entries[slot].Hash, entries[slot].Namespace);
            if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
            _frozen?.Keep(slot);
            entries[gap] = entries[slot];
            gap = slot;
        }

        entries[gap] = default;
    }

    private int SlotOf(ref Entry<TKey, TNamespace, TValue> entry) =>
        (int)(Unsafe.ByteOffset(ref _entries[0], ref entry) / Unsafe.SizeOf<Entry<TKey, TNamespace, TValue>>());
}
