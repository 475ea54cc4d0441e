using FlowActors.State.Scans;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>Finding keys in slices, between which the table changes: see <see cref="KeyWindow"/>.</summary>
internal sealed partial class MemoryTable<TKey, TNamespace, TValue>
{
    // Another number whenever entries have another home.
    private int _layout;

    public bool FindKeys(KeyWindow window, ScanSlice slice)
    {
        window.LookThrough(_layout);
        var entries = _entries;
        for (var slot = window.Slot; !window.IsPastSlots; slot++)
        {
            ref readonly var entry = ref entries[slot & (entries.Length - 1)];
            slice.Looked();
            if (entry.Occupied)
            {
                if (window.Wants(_rules.GroupOf(entry.Hash))) Add(window, in entry, slice);
            }
            else if (slot >= entries.Length)
            {
                window.IsPastSlots = true;
            }
            else if (slice.IsOver())
            {
                window.Slot = slot + 1;
                return false;
            }
        }

        return true;
    }

    /// <summary>Those of some keys that have a value, without namespaces.</summary>
    public IEnumerable<StoredElement<TKey, TNamespace, TValue>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        foreach (var (key, hash) in keys)
        {
            if (TryGet(key, hash, default!, out var value)) yield return new(key, default!, value);
        }
    }

    private void Add(KeyWindow window, in Entry<TKey, TNamespace, TValue> entry, ScanSlice slice)
    {
        window.Bytes.Reset();
        _keys.Serialize(window.Bytes, entry.Key);
        window.Add(_rules.GroupOf(entry.Hash));
        slice.Read();
    }
}
