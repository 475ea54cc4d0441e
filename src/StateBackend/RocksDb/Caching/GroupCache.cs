using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// Lists or maps before the database, which has each element by itself among what is read in order, and among the points an entry with their number. What is
/// the same of both.
/// </summary>
internal abstract partial class GroupCache<TKey, TNamespace, TNode, TElement>(
    StateDatabase database, ObjectShare share, TableSettings<TKey, TNamespace> settings, bool isTimed, KeyFilter filter)
    : ObjectCache<TKey, TNamespace, TNode?>(database, share, settings, isTimed, filter)
    where TNode : GroupNode
{
    /// <summary>Those with more elements are read piece by piece, without a trace in memory, unless their elements may be changed in place.</summary>
    protected const int LoadedMax = 4_096;

    /// <summary>How many elements are read at once.</summary>
    protected const int PieceMax = 256;

    protected StoredGroups<TKey, TNamespace> Groups => field ??= new(Database, Coder);

    /// <summary>Removes all elements of a key and namespace; false when there was none.</summary>
    public bool RemoveAll(TKey key, int hash, TNamespace ns)
    {
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent) return false;
        Touch(ref slot);
        State.ElementCount -= slot.Value!.Count;
        slot.Value.Clear(isStored: (slot.Tag & CacheTag.Stored) != 0);
        Account(slot.Value);
        Vanish(ref slot);
        return true;
    }

    /// <summary>What stands for so many elements, none of which is in memory.</summary>
    protected abstract TNode NodeOf(long count);

    /// <summary>Writes what is dirty of its elements into the lot. If one cannot be written, those before it are as if they alone had been dirty.</summary>
    protected abstract void SaveElements(TNode node, in CacheSlot<TKey, TNamespace, TNode?> slot, Lot lot);

    /// <summary>To be called whenever elements come into memory or leave it.</summary>
    protected void Account(TNode node)
    {
        var weight = 1L + node.InMemory;
        Weight += weight - node.Weight;
        node.Weight = weight;
    }

    protected sealed override void Fetch(ref CacheSlot<TKey, TNamespace, TNode?> slot)
    {
        if (!MayBeStored(in slot)) return;
        var count = Groups.CountOf(slot.Key, slot.Hash, slot.Namespace);
        if (count == 0)
        {
            WasNotStored();
            return;
        }

        slot.Value = NodeOf(count);
        slot.Tag = CacheTag.Present | CacheTag.Stored;
    }

    protected sealed override void Guess(ref CacheSlot<TKey, TNamespace, TNode?> slot) => Fetch(ref slot);

    protected sealed override long WeightOf(in CacheSlot<TKey, TNamespace, TNode?> slot) => slot.Value?.Weight ?? 1;

    protected sealed override void Save(ref CacheSlot<TKey, TNamespace, TNode?> slot, Lot lot)
    {
        if (slot.Value is { } node) Save(ref slot, node, lot);
        slot.Tag &= unchecked((ushort)~CacheTag.Dirty);
    }

    private void Save(ref CacheSlot<TKey, TNamespace, TNode?> slot, TNode node, Lot lot)
    {
        var wasStored = (slot.Tag & CacheTag.Stored) != 0;
        if (node.IsCleared) Groups.DeleteElements(slot.Key, slot.Hash, slot.Namespace, lot);
        node.IsCleared = false;
        // Also if a value cannot be written: those before it are.
        if (node.Count > 0) BecomeStored(ref slot);
        try
        {
            SaveElements(node, in slot, lot);
        }
        catch
        {
            // Without their number they are nothing that a filter would learn of.
            slot.Tag |= CacheTag.Guessed;
            throw;
        }

        Groups.PutCount(slot.Key, slot.Hash, slot.Namespace, node.Count, wasStored, lot);
        Account(node);
        if (node.Count > 0) return;
        Weight -= node.Weight - 1;
        slot.Tag &= unchecked((ushort)~CacheTag.Stored);
        slot.Value = null;
    }
}
