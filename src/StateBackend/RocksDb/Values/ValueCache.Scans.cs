using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Values;

/// <summary>Reading by key group: what the database has in its order, and before it what is newer in the cache.</summary>
internal sealed partial class ValueCache<TKey, TNamespace, T>
{
    public IEnumerable<StoredElement<TKey, TNamespace, T>> Scan(int keyGroup, KeyRange range)
    {
        Settings.Keys.CheckGroup(keyGroup, Settings.Name);
        return Enumerate(keyGroup, range);
    }

    public IEnumerable<StoredElement<TKey, TNamespace, T>> ReadKeys(IEnumerable<HashedKey<TKey>> keys)
    {
        Database.WriteLot();
        foreach (var (key, hash) in keys)
        {
            if (TryPeek(key, hash, default!, out var value)) yield return new(key, default!, value);
        }
    }

    private IEnumerable<StoredElement<TKey, TNamespace, T>> Enumerate(int keyGroup, KeyRange range)
    {
        var changes = Changes;
        var unwritten = UnwrittenOf(keyGroup, range);
        var lots = Database.LotsWritten;
        using var stored = PointsOf(keyGroup, range);
        for (var keys = new GroupKeys<TKey, TNamespace>(Coder, unwritten, stored); keys.MoveNext();)
        {
            if (Changes != changes) ThrowChanged();
            var (_, key, hash, ns) = keys.Current;
            // A value may have been replaced since, and have left the cache.
            if (keys.IsStored && Database.LotsWritten == lots && !IsCached(key, hash, ns)) yield return new(key, ns, Deserialize(keys.Value));
            else if (TryPeek(key, hash, ns, out var value)) yield return new(key, ns, value);
        }
    }

    private bool IsCached(TKey key, int hash, TNamespace ns) => !Unsafe.IsNullRef(ref FindCached(key, hash, ns));

    /// <summary>The value, without a trace in the cache.</summary>
    private bool TryPeek(TKey key, int hash, TNamespace ns, out T value)
    {
        ref var slot = ref FindCached(key, hash, ns);
        if (!Unsafe.IsNullRef(ref slot))
        {
            value = slot.Value;
            return slot.IsPresent;
        }

        var isThere = Database.TryGet(StateDatabase.Points, KeyOf(key, hash, ns), out var bytes);
        value = isThere ? Deserialize(bytes) : default!;
        return isThere;
    }

    private T Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return values.Deserialize(ref reader);
    }
}
