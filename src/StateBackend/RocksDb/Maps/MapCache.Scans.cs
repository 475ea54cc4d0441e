using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Reading by key group.</summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    protected override IEnumerable<KeyValuePair<TMapKey, TMapValue>> ElementsOf(
        StoredKey<TKey, TNamespace> key, RocksIterator? stored, byte[] prefix, KeyRange range)
    {
        var first = range.FirstMapKeyAt(prefix.AsSpan(StoredKeys.Prefix));
        ref var slot = ref FindCached(key.Key, key.Hash, key.Namespace);
        var node = Unsafe.IsNullRef(ref slot) ? null : slot.Value;
        if (!Unsafe.IsNullRef(ref slot) && !slot.IsPresent) return [];
        // Then the database has nothing that is not in memory, or what is over.
        if (node is { IsCleared: true } or { IsComplete: true }) stored = null;
        MoveTo(stored, [.. prefix, .. first]);
        return Merged(node is null ? [] : InOrder(node.Cells, first), stored, prefix);
    }

    /// <summary>Two orders as one: what is in memory counts, also where it says that there is no such entry.</summary>
    private IEnumerable<KeyValuePair<TMapKey, TMapValue>> Merged(
        List<(byte[] MapKey, KeyValuePair<TMapKey, MapCell<TMapValue>> Cell)> cells, RocksIterator? stored, byte[] prefix)
    {
        for (var next = 0; ;)
        {
            var isStored = stored is { IsValid: true } && stored.Key.StartsWith(prefix);
            if (!isStored && next == cells.Count) yield break;
            var order = !isStored ? 1 : next == cells.Count ? -1 : StoredKeys.PartsOf(stored!.Key).Last.SequenceCompareTo(cells[next].MapKey);
            if (order < 0)
            {
                yield return new(MapKeyOf(StoredKeys.PartsOf(stored!.Key).Last), Deserialize(stored.Value));
            }
            else
            {
                var (mapKey, cell) = cells[next++].Cell;
                if (cell.IsPresent) yield return new(mapKey, cell.Value);
            }

            if (order <= 0) stored!.Next();
        }
    }

    private List<(byte[] MapKey, KeyValuePair<TMapKey, MapCell<TMapValue>> Cell)> InOrder(Dictionary<TMapKey, MapCell<TMapValue>> cells, ReadOnlySpan<byte> first)
    {
        var bytes = new ByteWriter();
        var ordered = new List<(byte[] MapKey, KeyValuePair<TMapKey, MapCell<TMapValue>> Cell)>(cells.Count);
        foreach (var cell in cells)
        {
            bytes.Reset();
            mapKeys.Serialize(bytes, cell.Key);
            if (bytes.WrittenSpan.SequenceCompareTo(first) >= 0) ordered.Add((bytes.WrittenSpan.ToArray(), cell));
        }

        ordered.Sort(static (a, b) => a.MapKey.AsSpan().SequenceCompareTo(b.MapKey));
        return ordered;
    }
}
