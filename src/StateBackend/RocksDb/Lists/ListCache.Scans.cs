using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>Reading by key group: two orders side by side, that of the keys and that of the elements.</summary>
internal sealed partial class ListCache<TKey, TNamespace, T>
{
    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup)
    {
        Settings.Keys.CheckGroup(keyGroup, Settings.Name);
        return Enumerate(keyGroup);
    }

    private IEnumerable<StoredElement<TKey, TNamespace, T>> Enumerate(int keyGroup)
    {
        var changes = Changes;
        var unwritten = UnwrittenOf(keyGroup);
        using var counts = PointsOf(keyGroup);
        using var elements = OrderedOf(keyGroup);
        for (var keys = new GroupKeys<TKey, TNamespace>(Coder, unwritten, counts); keys.MoveNext();)
        {
            var key = keys.Current;
            var prefix = Groups.PrefixOf(key.Key, key.Hash, key.Namespace);
            if (elements is { IsValid: true } && elements.Key.SequenceCompareTo(prefix) < 0) elements.Seek(prefix);
            foreach (var element in ElementsOf(key, elements, prefix))
            {
                if (Changes != changes) ThrowChanged();
                yield return new(key.Key, key.Namespace, element);
            }
        }
    }

    private IEnumerable<T> ElementsOf(StoredKey<TKey, TNamespace> key, RocksIterator? elements, byte[] prefix)
    {
        ref var slot = ref FindCached(key.Key, key.Hash, key.Namespace);
        var node = Unsafe.IsNullRef(ref slot) ? null : slot.Value;
        if (!Unsafe.IsNullRef(ref slot) && !slot.IsPresent) return [];
        if (node?.Loaded is { } loaded) return loaded.Concat(node.Tail).ToList();
        return Stored(elements, prefix).Concat(node is null ? [] : node.Tail.ToList());
    }

    private IEnumerable<T> Stored(RocksIterator? elements, byte[] prefix)
    {
        for (; elements is { IsValid: true } && elements.Key.StartsWith(prefix); elements.Next()) yield return Deserialize(elements.Value);
    }
}
