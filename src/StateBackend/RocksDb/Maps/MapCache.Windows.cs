using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Scans;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>
/// Finding the entries of one map in slices, between which they come and go. Those in memory are copied at one moment; what was not among them is stored, or comes
/// later. What is removed and put back at once, while its removal is written, is told of when it comes.
/// </summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    public bool TryLook(TKey key, int hash, TNamespace ns, TMapKey mapKey, [MaybeNullWhen(false)] out TMapValue value)
    {
        value = default;
        ref var slot = ref FindCached(key, hash, ns);
        if (!Unsafe.IsNullRef(ref slot))
        {
            if (!slot.IsPresent) return false;
            var node = slot.Value!;
            ref var cell = ref node.Find(mapKey);
            if (!Unsafe.IsNullRef(ref cell))
            {
                value = cell.Value;
                return cell.IsPresent;
            }

            if (node.IsCleared || node.IsComplete) return false;
        }

        _mapKey.Reset();
        mapKeys.Serialize(_mapKey, mapKey);
        if (!Groups.TryGet(key, hash, ns, _mapKey.WrittenSpan, out var bytes)) return false;
        value = Deserialize(bytes);
        return true;
    }

    public bool FindEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice)
    {
        // The last keys may have been copied in the slice before, which was over with that.
        if (!window.IsPastSlots)
        {
            window.Copied ??= Copy(key, hash, ns, window);
            if (!window.AddCopied((TMapKey[])window.Copied, mapKeys, slice)) return false;
        }

        var isDone = FindStoredEntries(key, hash, ns, window, slice);
        if (isDone) EndFinding(window);
        return isDone;
    }

    private TMapKey[] Copy(TKey key, int hash, TNamespace ns, KeyWindow window)
    {
        BeginFinding(window);
        ref var slot = ref FindCached(key, hash, ns);
        if (Unsafe.IsNullRef(ref slot)) return [];
        var node = slot.IsPresent ? slot.Value : null;
        // Then the database has nothing that is not in memory.
        if (node is not { IsCleared: false, IsComplete: false }) window.StoredThrough(0);
        if (node is null) return [];
        var copied = new TMapKey[node.Cells.Count];
        node.Cells.Keys.CopyTo(copied, 0);
        return copied;
    }

    private bool FindStoredEntries(TKey key, int hash, TNamespace ns, KeyWindow window, ScanSlice slice)
    {
        if (!window.Wants(window.StoredGroup)) return true;
        var range = window.StoredOf(0);
        using var stored = range.IsEmpty ? null : Groups.Elements(key, hash, ns, range.First);
        for (; stored is { IsValid: true } && window.Add(0, StoredKeys.PartsOf(stored.Key).Last); stored.Next())
        {
            slice.Read();
            if (!slice.IsOver()) continue;
            window.StoredUpTo(0, StoredKeys.PartsOf(stored.Key).Last);
            return false;
        }

        window.StoredThrough(0);
        return true;
    }

    // An entry that was not there has come.
    private void TellOf(in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey)
    {
        foreach (var window in Finding())
        {
            if (window.Scan.MapOf is not { } key || !IsKey(in slot, key, window)) continue;
            window.Bytes.Reset();
            mapKeys.Serialize(window.Bytes, mapKey);
            window.Add(0);
        }
    }

    private bool IsKey(in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, byte[] key, KeyWindow window)
    {
        window.Bytes.Reset();
        Settings.Keys.Keys.Serialize(window.Bytes, slot.Key);
        return window.Bytes.WrittenSpan.SequenceEqual(key);
    }
}
