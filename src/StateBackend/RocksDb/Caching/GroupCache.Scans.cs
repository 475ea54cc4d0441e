using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Reading by key group: two orders side by side, that of the keys and that of the elements.</summary>
internal abstract partial class GroupCache<TKey, TNamespace, TNode, TElement>
{
    public IEnumerable<StoredElement<TKey, TNamespace, TElement>> Scan(int keyGroup, KeyRange range)
    {
        Settings.Keys.CheckGroup(keyGroup, Settings.Name);
        return Enumerate(keyGroup, range);
    }

    public IEnumerable<StoredElement<TKey, TNamespace, TElement>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        using var elements = new NewestElements(Database, () => Database.Iterate(StateDatabase.Ordered, [], []));
        foreach (var (key, hash) in keys)
        {
            var prefix = Groups.PrefixOf(key, hash, default!);
            var stored = elements.Open();
            // They come in any order of key groups.
            stored?.Seek(prefix);
            foreach (var element in ElementsOf(new(prefix, key, hash, default!), stored, prefix, KeyRange.All)) yield return new(key, default!, element);
        }
    }

    /// <summary>The elements of one key in their order: those of the cache, and those of the database that it does not have.</summary>
    /// <param name="key">The key.</param>
    /// <param name="stored">Stands at or before the first of the key's elements, or behind where they would be; null for no database.</param>
    /// <param name="prefix">What the stored keys of its elements begin with.</param>
    /// <param name="range">What is read.</param>
    protected abstract IEnumerable<TElement> ElementsOf(StoredKey<TKey, TNamespace> key, RocksIterator? stored, byte[] prefix, KeyRange range);

    /// <summary>Moves to the first stored key that is not less, if it is not behind that.</summary>
    protected static void MoveTo(RocksIterator? stored, byte[] from)
    {
        if (stored is { IsValid: true } && stored.Key.SequenceCompareTo(from) < 0) stored.Seek(from);
    }

    private IEnumerable<StoredElement<TKey, TNamespace, TElement>> Enumerate(int keyGroup, KeyRange range)
    {
        var changes = Changes;
        var unwritten = UnwrittenOf(keyGroup, range);
        using var counts = PointsOf(keyGroup, range);
        using var elements = new NewestElements(Database, () => OrderedOf(keyGroup, range));
        for (var keys = new GroupKeys<TKey, TNamespace>(Coder, unwritten, counts); keys.MoveNext();)
        {
            if (Changes != changes) ThrowChanged();
            var key = keys.Current;
            foreach (var element in ElementsOf(key, elements.Open(), Groups.PrefixOf(key.Key, key.Hash, key.Namespace), range))
            {
                if (Changes != changes) ThrowChanged();
                yield return new(key.Key, key.Namespace, element);
            }
        }
    }

    /// <summary>The elements that the database has, as of now: what left the cache since they were read first is among them.</summary>
    private sealed class NewestElements(StateDatabase database, Func<RocksIterator?> open) : IDisposable
    {
        private RocksIterator? _stored;
        private long _lots = -1;

        public RocksIterator? Open()
        {
            database.WriteLot();
            if (_lots == database.LotsWritten) return _stored;
            _stored?.Dispose();
            (_stored, _lots) = (open(), database.LotsWritten);
            return _stored;
        }

        public void Dispose() => _stored?.Dispose();
    }
}
