using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Freezing;
using FlowActors.State.RocksDb.Restoring;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>
/// A write-back cache of objects before the database: a hash table with open addressing, as <c>MemoryTable</c>, whose entries are loaded on
/// a miss and leave by two clocks. An access that hits costs the look-up and the comparison of a few bits. Entries move at the start of a
/// call only: a place is good until the next one.
/// </summary>
internal abstract partial class ObjectCache<TKey, TNamespace, TValue> : CachedTable
{
    private const int SlotsMin = 64;
    private const int Neighbours = 8;
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;
    private const ushort HotMask = CacheTag.Occupied | CacheTag.Referenced | CacheTag.Present | CacheTag.Dirty;

    private readonly KeyRules<TKey> _rules;
    private readonly SlotKeys<TKey> _sameKeys;
    private readonly NamespaceRules<TNamespace> _namespaces;
    private CacheSlot<TKey, TNamespace, TValue>[] _slots = [];
    private ulong _buckets;
    private int _count;
    private int _young;
    private int _lastLoaded;
    private ushort _dirt = CacheTag.DirtyEven;
    private ushort _hot = HotMask & ~CacheTag.DirtyOdd;

    /// <param name="database">Where values lie.</param>
    /// <param name="share">The memory that it may take.</param>
    /// <param name="settings">Whose it is.</param>
    /// <param name="isTimed">Whether values are stored with a time before them.</param>
    /// <param name="filter">Asked before the database; goes with it.</param>
    protected ObjectCache(StateDatabase database, ObjectShare share, TableSettings<TKey, TNamespace> settings, bool isTimed, KeyFilter filter)
        : base(database, share)
    {
        _filter = filter;
        Settings = settings;
        _rules = settings.Keys;
        _sameKeys = new SlotKeys<TKey>(_rules.Keys);
        _namespaces = settings.Namespaces;
        Coder = new KeyCoder<TKey, TNamespace>(settings);
        TakeState(database.Directory.Add(settings.Header, isTimed));
        Allocate(SlotsMin);
    }

    /// <summary>Another number whenever entries have moved or left, or came.</summary>
    public int Generation { get; private set; }

    /// <summary>How many keys have a value; an estimate where values were written over that nobody had read.</summary>
    public long KeyCount => State.KeyCount;

    /// <summary>How many elements there are; an estimate, as <see cref="KeyCount"/>.</summary>
    public long ElementCount => State.ElementCount;

    /// <summary>What the database knows of it.</summary>
    protected StoredState State { get; private set; }

    /// <summary>Grows whenever a key comes or goes.</summary>
    protected int Changes { get; private set; }

    protected TableSettings<TKey, TNamespace> Settings { get; }

    protected KeyCoder<TKey, TNamespace> Coder { get; }

    /// <summary>The entry of a key, in the cache from here on; its value is there if it is <see cref="CacheTag.Present"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref CacheSlot<TKey, TNamespace, TValue> Reach(TKey key, int hash, TNamespace ns)
    {
        Accesses++;
        ref var slot = ref Probe(key, hash, ns);
        if (slot.Tag == 0) return ref Load(key, hash, ns);
        Refer(ref slot, hash);
        return ref slot;
    }

    /// <summary>As <see cref="Reach"/>; what the entry holds is about to be changed, or may be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref CacheSlot<TKey, TNamespace, TValue> ReachToChange(TKey key, int hash, TNamespace ns)
    {
        Accesses++;
        ref var slot = ref Probe(key, hash, ns);
        if ((slot.Tag & HotMask) == _hot) return ref slot;
        if (slot.Tag == 0) slot = ref Load(key, hash, ns);
        else Refer(ref slot, hash);
        Touch(ref slot);
        return ref slot;
    }

    /// <summary>As <see cref="ReachToChange"/>, where the value is to be written over: it need not be read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref CacheSlot<TKey, TNamespace, TValue> ReachToPut(TKey key, int hash, TNamespace ns)
    {
        Accesses++;
        ref var slot = ref Probe(key, hash, ns);
        if ((slot.Tag & HotMask) == _hot) return ref slot;
        if (slot.Tag == 0) slot = ref Load(key, hash, ns, isWrittenOver: true);
        else Refer(ref slot, hash);
        Touch(ref slot);
        return ref slot;
    }

    /// <summary>What the entry holds is about to be changed: what a frozen state needs of it is saved first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Touch(ref CacheSlot<TKey, TNamespace, TValue> slot)
    {
        if ((slot.Tag & CacheTag.Dirty & ~_dirt) != 0) SaveTouched(ref slot);
        slot.Tag |= _dirt;
    }

    // Accesses right behind that which has brought an entry in are of the same record, and say nothing of another one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Refer(ref CacheSlot<TKey, TNamespace, TValue> slot, int hash)
    {
        if ((slot.Tag & CacheTag.Referenced) == 0 && hash != _lastLoaded) slot.Tag |= CacheTag.Referenced;
    }

    /// <summary>A key that had no value gets one; refused if it does not live here. The entry was touched already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    protected void Appear(ref CacheSlot<TKey, TNamespace, TValue> slot)
    {
        try
        {
            _rules.CheckNew(slot.Key, slot.Hash, Settings.Name);
        }
        catch
        {
            // A key that lives elsewhere never had a value here.
            slot.Tag &= unchecked((ushort)~CacheTag.Dirty);
            throw;
        }

        slot.Tag |= CacheTag.Present;
        State.KeyCount++;
        Changes++;
        if (IsFinding) TellOf(in slot);
    }

    /// <summary>A key has no value any more. The entry was touched already.</summary>
    protected void Vanish(ref CacheSlot<TKey, TNamespace, TValue> slot)
    {
        slot.Tag &= unchecked((ushort)~CacheTag.Present);
        State.KeyCount--;
        Changes++;
        // Whoever holds the place of the value must not write to it.
        Generation++;
    }

    /// <inheritdoc cref="IStateTable{TKey,TNamespace,TElement}.TryTake"/>
    public bool TryTake(UnclaimedState restored)
    {
        if (restored is not KeptState { State: { } state } kept || state.IsTimed != State.IsTimed || !state.Header.Value.Equals(Settings.Header.Value)) return false;
        kept.Complete();
        kept.State = null;
        Database.Directory.Remove(State);
        TakeState(state);
        _filter.GiveUp();
        return true;
    }

    public IFrozenTable Freeze() => FrozenTables.Of(Database, State);

    public override void Dispose()
    {
        _filter.Dispose();
        base.Dispose();
    }

    /// <summary>Puts what the database has of the key into a slot that is its own already.</summary>
    protected abstract void Fetch(ref CacheSlot<TKey, TNamespace, TValue> slot);

    /// <summary>As <see cref="Fetch"/>, of a value that is to be written over: whether there is one is all that is asked, and need not be sure.</summary>
    protected abstract void Guess(ref CacheSlot<TKey, TNamespace, TValue> slot);

    /// <summary>Writes what is dirty of an entry into the lot; it is clean afterwards. What it holds stays.</summary>
    protected abstract void Save(ref CacheSlot<TKey, TNamespace, TValue> slot, Lot lot);

    /// <summary>How many objects an entry counts for, of those that <see cref="CachedTable.Weight"/> counts.</summary>
    protected virtual long WeightOf(in CacheSlot<TKey, TNamespace, TValue> slot) => 1;

    /// <summary>What the objects of an entry take beside its slot, in bytes.</summary>
    protected abstract long BytesOf(ref CacheSlot<TKey, TNamespace, TValue> slot);

    /// <summary>The entry of a key; null where the cache has none.</summary>
    protected ref CacheSlot<TKey, TNamespace, TValue> FindCached(TKey key, int hash, TNamespace ns)
    {
        ref var slot = ref Probe(key, hash, ns);
        return ref slot.Tag == 0 ? ref Unsafe.NullRef<CacheSlot<TKey, TNamespace, TValue>>() : ref slot;
    }

    protected Span<CacheSlot<TKey, TNamespace, TValue>> Slots => _slots;

    /// <summary>The key's slot, or the free one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref CacheSlot<TKey, TNamespace, TValue> Probe(TKey key, int hash, TNamespace ns)
    {
        var slots = _slots;
        var at = Home(key, hash, ns);
        while (true)
        {
            ref var slot = ref slots[at];
            if (slot.Tag == 0 || IsAt(ref slot, key, hash, ns)) return ref slot;
            if (++at == slots.Length) at = 0;
        }
    }

    // Eight neighbouring keys stay neighbours, which saves cache lines where keys are dense. Any multiple of eight slots will do.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Home(TKey key, int hash, TNamespace ns)
    {
        var bits = Spread(key, hash, ns);
        return ((int)Math.BigMul((bits >> 3) * GoldenRatio, _buckets, out _) * Neighbours) + (int)(bits & (Neighbours - 1));
    }

    /// <summary>A number of a key and its namespace, in which few are alike.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ulong Spread(TKey key, int hash, TNamespace ns)
    {
        var bits = KeyTraits<TKey>.Spread(key, hash);
        return NamespaceRules<TNamespace>.IsVoid ? bits : bits ^ _namespaces.Spread(ns);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsAt(ref CacheSlot<TKey, TNamespace, TValue> slot, TKey key, int hash, TNamespace ns) =>
        _sameKeys.AreSame(slot.Key, slot.Hash, key, hash) && (NamespaceRules<TNamespace>.IsVoid || _namespaces.AreEqual(slot.Namespace, ns));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref CacheSlot<TKey, TNamespace, TValue> Load(TKey key, int hash, TNamespace ns, bool isWrittenOver = false)
    {
        Misses++;
        MakeRoom();
        ref var slot = ref Probe(key, hash, ns);
        slot.Hash = hash;
        slot.Key = key;
        slot.Namespace = ns;
        try
        {
            if (isWrittenOver) Guess(ref slot);
            else Fetch(ref slot);
            // Nobody says then that it appears.
            if (isWrittenOver && IsFinding && slot.IsPresent) TellOf(in slot);
        }
        catch
        {
            slot = default;
            throw;
        }

        slot.Tag |= CacheTag.Occupied | CacheTag.Young;
        _count++;
        _young++;
        _lastLoaded = hash;
        Weight += WeightOf(in slot);
        Generation++;
        return ref slot;
    }

    [MemberNotNull(nameof(State))]
    private void TakeState(StoredState state)
    {
        State = state;
        Coder.State = state.Number;
    }

    [MemberNotNull(nameof(_slots))]
    private void Allocate(int slots)
    {
        slots = (slots + Neighbours - 1) / Neighbours * Neighbours;
        _slots = new CacheSlot<TKey, TNamespace, TValue>[slots];
        _buckets = (ulong)(slots / Neighbours);
        _layout++;
    }
}
