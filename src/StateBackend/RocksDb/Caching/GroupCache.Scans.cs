using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Reading by key group: two orders side by side, that of the keys and that of the elements.</summary>
internal abstract partial class GroupCache<TKey, TNamespace, TNode, TElement>
{
    public IEnumerable<StoredElement<TKey, TNamespace, TElement>> Scan(int keyGroup)
    {
        Settings.Keys.CheckGroup(keyGroup, Settings.Name);
        return Enumerate(keyGroup);
    }

    /// <summary>The elements of one key in their order: those of the cache, and those of the database that it does not have.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stored">Stands at the first of the key's elements, or behind where they would be; null for no database.</param>
    /// <param name="prefix">What the stored keys of its elements begin with.</param>
    protected abstract IEnumerable<TElement> ElementsOf(StoredKey<TKey, TNamespace> key, RocksIterator? stored, byte[] prefix);

    private IEnumerable<StoredElement<TKey, TNamespace, TElement>> Enumerate(int keyGroup)
    {
        var changes = Changes;
        var unwritten = UnwrittenOf(keyGroup);
        using var counts = PointsOf(keyGroup);
        using var stored = OrderedOf(keyGroup);
        for (var keys = new GroupKeys<TKey, TNamespace>(Coder, unwritten, counts); keys.MoveNext();)
        {
            var key = keys.Current;
            var prefix = Groups.PrefixOf(key.Key, key.Hash, key.Namespace);
            if (stored is { IsValid: true } && stored.Key.SequenceCompareTo(prefix) < 0) stored.Seek(prefix);
            foreach (var element in ElementsOf(key, stored, prefix))
            {
                if (Changes != changes) ThrowChanged();
                yield return new(key.Key, key.Namespace, element);
            }
        }
    }
}
