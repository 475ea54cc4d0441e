using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Reading by key group, past the cache.</summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    /// <summary>What among the points belongs to keys of a key group.</summary>
    protected RocksIterator? PointsOf(int keyGroup, KeyRange keys) => StoredOf(keyGroup, keys, StateDatabase.Points);

    /// <summary>What among that which is read in order belongs to keys of a key group.</summary>
    protected RocksIterator? OrderedOf(int keyGroup, KeyRange keys) => StoredOf(keyGroup, keys, StateDatabase.Ordered);

    /// <summary>The keys of a key group that the database does not have as they are, in their order.</summary>
    protected List<StoredKey<TKey, TNamespace>> UnwrittenOf(int keyGroup, KeyRange keys)
    {
        // What was saved for a frozen state is not dirty any more, and perhaps not in the database yet. What was collected of it is in the cache.
        Database.WriteLot();
        var isCollected = IsCollected && Database.HasCollected;
        var unwritten = new List<StoredKey<TKey, TNamespace>>();
        var bytes = new ByteWriter();
        foreach (ref readonly var slot in Slots)
        {
            if (!(slot.IsDirty || (isCollected && slot.Tag != 0)) || Settings.Keys.GroupOf(slot.Hash) != keyGroup) continue;
            bytes.Reset();
            Coder.Write(bytes, slot.Key, slot.Hash, slot.Namespace, out var keyLength, out var namespaceLength);
            if (!keys.Contains(bytes.WrittenSpan[StoredKeys.Prefix..])) continue;
            KeyCoder<TKey, TNamespace>.WriteValueTrailer(bytes, keyLength, namespaceLength);
            unwritten.Add(new(bytes.WrittenSpan.ToArray(), slot.Key, slot.Hash, slot.Namespace));
        }

        unwritten.Sort(static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        return unwritten;
    }

    protected void ThrowChanged() => throw new InvalidOperationException(
        $"Keys of state '{Settings.Name}' of operator '{Settings.Keys.OperatorName}' came or went while its entries were read. Finish " +
        "reading before changing the state, or take the keys into a list first.");

    private RocksIterator? StoredOf(int keyGroup, KeyRange keys, int family)
    {
        var prefix = StoredKeys.PrefixOf(keyGroup, State.Number);
        return keys.IsEmpty ? null : Database.Iterate(family, [.. prefix, .. keys.First], keys.EndBehind(prefix));
    }
}
