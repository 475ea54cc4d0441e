using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scans;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Finding keys in slices, between which entries move and leave: see <see cref="KeyWindow"/>. In memory those are of interest that the database does not have
/// as they are; what leaves after its slot was looked at was written, and is found there. What one call of user code takes away and puts back may be in
/// neither place when it is looked for, where the removal left the memory in between: so windows whose keys are being looked for are told of keys that come.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    // Another number whenever entries have another home.
    private int _layout;

    // Who has given up is forgotten with his window.
    private readonly List<WeakReference<KeyWindow>> _finding = [];

    public bool FindKeys(KeyWindow window, ScanSlice slice)
    {
        // What was saved for a frozen state is not dirty any more, and perhaps not in the database yet. What was collected of it is in the cache.
        Database.WriteLot();
        if (window.Layout < 0) BeginFinding(window);
        if (!(FindUnwritten(window, slice) && FindStored(window, slice))) return false;
        EndFinding(window);
        return true;
    }

    /// <summary>Whether a window is to be told of what comes.</summary>
    protected bool IsFinding => _finding.Count > 0;

    /// <summary>A window is told of what comes, from here on.</summary>
    protected void BeginFinding(KeyWindow window) => _finding.Add(new(window));

    /// <summary>All that a window looks for was found.</summary>
    protected void EndFinding(KeyWindow window) => _finding.RemoveAll(f => !f.TryGetTarget(out var other) || other == window);

    /// <summary>The windows that are told of what comes.</summary>
    protected IEnumerable<KeyWindow> Finding()
    {
        var isForgotten = false;
        foreach (var finding in _finding)
        {
            if (finding.TryGetTarget(out var window)) yield return window;
            else isForgotten = true;
        }

        if (isForgotten) _finding.RemoveAll(f => !f.TryGetTarget(out _));
    }

    private void TellOf(in CacheSlot<TKey, TNamespace, TValue> slot)
    {
        foreach (var window in Finding())
        {
            if (window.Scan.MapOf is not null || !window.Wants(_rules.GroupOf(slot.Hash))) continue;
            window.Bytes.Reset();
            _rules.Keys.Serialize(window.Bytes, slot.Key);
            window.Add(_rules.GroupOf(slot.Hash));
        }
    }

    private bool FindUnwritten(KeyWindow window, ScanSlice slice)
    {
        window.LookThrough(_layout);
        var slots = _slots;
        var isCollected = IsCollected && Database.HasCollected;
        for (var at = window.Slot; !window.IsPastSlots; at++)
        {
            ref readonly var slot = ref slots[at < slots.Length ? at : at - slots.Length];
            slice.Looked();
            if (slot.Tag != 0)
            {
                if ((slot.IsDirty || isCollected) && window.Wants(_rules.GroupOf(slot.Hash))) Add(window, in slot, slice);
            }
            else if (at >= slots.Length)
            {
                window.IsPastSlots = true;
            }
            else if (slice.IsOver())
            {
                window.Slot = at + 1;
                return false;
            }
        }

        return true;
    }

    private bool FindStored(KeyWindow window, ScanSlice slice)
    {
        for (var group = window.StoredGroup; window.Wants(group); window.StoredThrough(group++))
        {
            using var stored = PointsOf(group, window.StoredOf(group));
            for (; stored is { IsValid: true } && window.Add(group, stored.Key[StoredKeys.Prefix..]); stored.Next())
            {
                slice.Read();
                if (!slice.IsOver()) continue;
                window.StoredUpTo(group, stored.Key[StoredKeys.Prefix..]);
                return false;
            }

            // For the iterator.
            slice.Read();
        }

        return true;
    }

    private void Add(KeyWindow window, in CacheSlot<TKey, TNamespace, TValue> slot, ScanSlice slice)
    {
        if (!slot.IsPresent) return;
        window.Bytes.Reset();
        _rules.Keys.Serialize(window.Bytes, slot.Key);
        window.Add(_rules.GroupOf(slot.Hash));
        slice.Read();
    }
}
