using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Reading by key group.</summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    protected override IEnumerable<KeyValuePair<TMapKey, TMapValue>> ElementsOf(StoredKey<TKey, TNamespace> key, RocksIterator? stored, byte[] prefix)
    {
        ref var slot = ref FindCached(key.Key, key.Hash, key.Namespace);
        if (Unsafe.IsNullRef(ref slot) || slot.Value is not { } node) return Stored(stored, prefix);
        if (!slot.IsPresent) return [];
        return node.IsCleared || node.IsComplete ? Ordered(Present(node)) : Merged(node, stored, prefix);
    }

    private IEnumerable<KeyValuePair<TMapKey, TMapValue>> Stored(RocksIterator? entries, byte[] prefix)
    {
        for (; entries is { IsValid: true } && entries.Key.StartsWith(prefix); entries.Next())
            yield return new(MapKeyOf(StoredKeys.PartsOf(entries.Key).Last), Deserialize(entries.Value));
    }

    // A map of which the cache has a part: few are, and only while a frozen state is being written.
    private List<KeyValuePair<TMapKey, TMapValue>> Merged(MapNode<TMapKey, TMapValue> node, RocksIterator? entries, byte[] prefix)
    {
        var merged = Stored(entries, prefix).Where(e => !node.Cells.ContainsKey(e.Key));
        return Ordered(merged.Concat(Present(node)));
    }

    private static IEnumerable<KeyValuePair<TMapKey, TMapValue>> Present(MapNode<TMapKey, TMapValue> node) =>
        node.Cells.Where(c => c.Value.IsPresent).Select(c => KeyValuePair.Create(c.Key, c.Value.Value));

    private List<KeyValuePair<TMapKey, TMapValue>> Ordered(IEnumerable<KeyValuePair<TMapKey, TMapValue>> entries)
    {
        var bytes = new ByteWriter();
        var ordered = new List<(byte[] Bytes, KeyValuePair<TMapKey, TMapValue> Entry)>();
        foreach (var entry in entries)
        {
            bytes.Reset();
            mapKeys.Serialize(bytes, entry.Key);
            ordered.Add((bytes.WrittenSpan.ToArray(), entry));
        }

        ordered.Sort(static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        return [.. ordered.Select(o => o.Entry)];
    }
}
