using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>Reading by key group, past the cache.</summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue>
{
    /// <summary>What among the points belongs to a key group.</summary>
    protected RocksIterator? PointsOf(int keyGroup) => StoredOf(keyGroup, StateDatabase.Points);

    /// <summary>What among that which is read in order belongs to a key group.</summary>
    protected RocksIterator? OrderedOf(int keyGroup) => StoredOf(keyGroup, StateDatabase.Ordered);

    /// <summary>
    /// The keys of a key group of which the database does not have all, in their order. As a rule there are none: what is dirty is written first, where
    /// it may be.
    /// </summary>
    protected List<StoredKey<TKey, TNamespace>> UnwrittenOf(int keyGroup)
    {
        if (Database.MayWrite)
        {
            SaveDirty();
            return [];
        }

        var unwritten = new List<StoredKey<TKey, TNamespace>>();
        var bytes = new ByteWriter();
        foreach (ref readonly var slot in Slots)
        {
            if (!slot.IsDirty || Settings.Keys.GroupOf(slot.Hash) != keyGroup) continue;
            bytes.Reset();
            Coder.WriteValueKey(bytes, slot.Key, slot.Hash, slot.Namespace);
            unwritten.Add(new(bytes.WrittenSpan.ToArray(), slot.Key, slot.Hash, slot.Namespace));
        }

        unwritten.Sort(static (a, b) => a.Bytes.AsSpan().SequenceCompareTo(b.Bytes));
        return unwritten;
    }

    protected void ThrowChanged() => throw new InvalidOperationException(
        $"Keys of state '{Settings.Name}' of operator '{Settings.Keys.OperatorName}' came or went while its entries were read. Finish " +
        "reading before changing the state, or take the keys into a list first.");

    private RocksIterator? StoredOf(int keyGroup, int family)
    {
        var from = StoredKeys.PrefixOf(keyGroup, State.Number);
        return Database.Iterate(family, from, StoredKeys.EndOf(from));
    }
}
