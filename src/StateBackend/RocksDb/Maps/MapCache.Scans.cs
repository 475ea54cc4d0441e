using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>Reading by key group: two orders side by side, that of the keys and that of the entries.</summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>
{
    public IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Scan(int keyGroup)
    {
        Settings.Keys.CheckGroup(keyGroup, Settings.Name);
        return Enumerate(keyGroup);
    }

    private IEnumerable<StoredElement<TKey, TNamespace, KeyValuePair<TMapKey, TMapValue>>> Enumerate(int keyGroup)
    {
        var changes = Changes;
        var unwritten = UnwrittenOf(keyGroup);
        using var counts = PointsOf(keyGroup);
        using var entries = OrderedOf(keyGroup);
        for (var keys = new GroupKeys<TKey, TNamespace>(Coder, unwritten, counts); keys.MoveNext();)
        {
            var key = keys.Current;
            var prefix = Groups.PrefixOf(key.Key, key.Hash, key.Namespace);
            if (entries is { IsValid: true } && entries.Key.SequenceCompareTo(prefix) < 0) entries.Seek(prefix);
            foreach (var entry in EntriesOf(key, entries, prefix))
            {
                if (Changes != changes) ThrowChanged();
                yield return new(key.Key, key.Namespace, entry);
            }
        }
    }

    private IEnumerable<KeyValuePair<TMapKey, TMapValue>> EntriesOf(StoredKey<TKey, TNamespace> key, RocksIterator? entries, byte[] prefix)
    {
        ref var slot = ref FindCached(key.Key, key.Hash, key.Namespace);
        if (Unsafe.IsNullRef(ref slot) || slot.Value is not { } node) return Stored(entries, prefix);
        if (!slot.IsPresent) return [];
        return node.IsCleared || node.IsComplete ? InOrder(node) : Merged(node, entries, prefix);
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

    private List<KeyValuePair<TMapKey, TMapValue>> InOrder(MapNode<TMapKey, TMapValue> node) => Ordered(Present(node));

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
