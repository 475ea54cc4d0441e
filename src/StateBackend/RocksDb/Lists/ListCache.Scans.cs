using System.Runtime.CompilerServices;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>Reading by key group.</summary>
internal sealed partial class ListCache<TKey, TNamespace, T>
{
    protected override IEnumerable<T> ElementsOf(StoredKey<TKey, TNamespace> key, RocksIterator? stored, byte[] prefix, KeyRange range)
    {
        ref var slot = ref FindCached(key.Key, key.Hash, key.Namespace);
        var node = Unsafe.IsNullRef(ref slot) ? null : slot.Value;
        if (!Unsafe.IsNullRef(ref slot) && !slot.IsPresent) return [];
        if (node?.Loaded is { } loaded) return loaded.Concat(node.Tail).ToList();
        MoveTo(stored, prefix);
        return Stored(stored, prefix).Concat(node is null ? [] : node.Tail.ToList());
    }

    private IEnumerable<T> Stored(RocksIterator? elements, byte[] prefix)
    {
        for (; elements is { IsValid: true } && elements.Key.StartsWith(prefix); elements.Next()) yield return Deserialize(elements.Value);
    }
}
