using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Maps;

/// <summary>
/// Maps before the database, which has each entry by itself: <c>[key][namespace][map key]</c> among what is read in order, and an entry with the number
/// of entries among the points. An access loads the one entry that it asks for.
/// </summary>
internal sealed partial class MapCache<TKey, TNamespace, TMapKey, TMapValue>(
    StateDatabase database,
    ObjectShare share,
    TableSettings<TKey, TNamespace> settings,
    KeySerializer<TMapKey> mapKeys,
    TypeSerializer<TMapValue> values,
    KeyFilter filter)
    : GroupCache<TKey, TNamespace, MapNode<TMapKey, TMapValue>, KeyValuePair<TMapKey, TMapValue>>(database, share, settings, StoredValues.AreTimed(values), filter)
    where TMapKey : notnull
{
    // Null where the dictionary's own comparison, which is faster, gives the same answers.
    private readonly IEqualityComparer<TMapKey>? _comparer =
        KeyTraits<TMapKey>.EqualsAsBytes || typeof(TMapKey) == typeof(string) ? null : mapKeys;

    private readonly ByteWriter _mapKey = new();
    private readonly ValueSizes<TMapValue> _sizes = new(values);
    private readonly bool _readsChange = StoredValues.ChangeInPlace(values);

    public bool TryGet(TKey key, int hash, TNamespace ns, TMapKey mapKey, Reading reading, [MaybeNullWhen(false)] out TMapValue value)
    {
        Look();
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent || IsSurelyAbsent(slot.Value!, mapKey))
        {
            value = default;
            return false;
        }

        var mayChange = _readsChange && reading == Reading.MayChange;
        if (mayChange) Touch(ref slot);
        ref var cell = ref CellOf(ref slot, mapKey);
        value = cell.Value;
        if (!cell.IsPresent) return false;
        if (mayChange) slot.Value!.Mark(mapKey, ref cell);
        return true;
    }

    public bool Contains(TKey key, int hash, TNamespace ns, TMapKey mapKey)
    {
        Look();
        ref var slot = ref Reach(key, hash, ns);
        return slot.IsPresent && !IsSurelyAbsent(slot.Value!, mapKey) && CellOf(ref slot, mapKey).IsPresent;
    }

    public bool IsEmpty(TKey key, int hash, TNamespace ns) => !Reach(key, hash, ns).IsPresent;

    public void Put(TKey key, int hash, TNamespace ns, TMapKey mapKey, TMapValue value)
    {
        Look();
        ref var slot = ref ReachToChange(key, hash, ns);
        if (!slot.IsPresent) Appear(ref slot);
        var node = slot.Value ??= new(_comparer);
        ref var cell = ref CellOf(ref slot, mapKey);
        cell.Value = value;
        node.Mark(mapKey, ref cell);
        if (cell.IsPresent) return;
        cell.IsPresent = true;
        if (IsFinding) TellOf(in slot, mapKey);
        node.CountOne(1);
        State.ElementCount++;
    }

    public bool Remove(TKey key, int hash, TNamespace ns, TMapKey mapKey)
    {
        Look();
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent || IsSurelyAbsent(slot.Value!, mapKey)) return false;
        ref var cell = ref CellOf(ref slot, mapKey);
        if (!cell.IsPresent) return false;
        Touch(ref slot);
        // Saving may have taken cells away.
        RemoveCell(ref slot, mapKey, ref CellOf(ref slot, mapKey));
        return true;
    }

    /// <summary>The map, for who reads it on; null where there is none. All of it is in memory if it is not large, or may be changed.</summary>
    public MapNode<TMapKey, TMapValue>? Read(TKey key, int hash, TNamespace ns, Reading reading)
    {
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent) return null;
        var mayChange = _readsChange && reading == Reading.MayChange;
        if (mayChange) Touch(ref slot);
        var node = slot.Value!;
        if (!node.IsComplete && (mayChange || node.Count <= LoadedMax)) Load(node, slot.Key, slot.Hash, slot.Namespace);
        if (!mayChange) return node;
        foreach (var mapKey in node.Cells.Keys)
        {
            ref var cell = ref node.Find(mapKey);
            if (cell.IsPresent) node.Mark(mapKey, ref cell);
        }

        return node;
    }

    /// <summary>Reads the next entries of a map that is not in memory, behind the map key of which these are the bytes.</summary>
    /// <returns>The bytes of the last one.</returns>
    public byte[] ReadPiece(TKey key, int hash, TNamespace ns, byte[] from, List<KeyValuePair<TMapKey, TMapValue>> piece)
    {
        piece.Clear();
        using var entries = Groups.Elements(key, hash, ns, from);
        for (; entries is { IsValid: true } && piece.Count < PieceMax; entries.Next())
        {
            var last = StoredKeys.PartsOf(entries.Key).Last;
            // The one that was read last: its stored key is longer than what is looked for, and no other lies between the two.
            if (from.Length > 0 && last.SequenceEqual(from)) continue;
            piece.Add(new(MapKeyOf(last), Deserialize(entries.Value)));
            from = last.ToArray();
        }

        return from;
    }

    protected override long BytesOf(ref CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot)
    {
        const int Empty = 250;
        if (slot.Value is not { } node) return ManagedBytes.OfKey(slot.Key);
        var one = 24L + Unsafe.SizeOf<TMapKey>() + Unsafe.SizeOf<MapCell<TMapValue>>();
        foreach (var (mapKey, cell) in node.Cells)
        {
            one += ManagedBytes.OfKey(mapKey) + _sizes.Of(cell.Value);
            break;
        }

        return ManagedBytes.OfKey(slot.Key) + Empty + (one * 3 / 2 * node.Cells.Count);
    }

    // Then no cell is made to say so.
    private static bool IsSurelyAbsent(MapNode<TMapKey, TMapValue> node, TMapKey mapKey) => node.IsComplete && !node.Cells.ContainsKey(mapKey);

    /// <summary>The cell of a map key, in memory from here on.</summary>
    private ref MapCell<TMapValue> CellOf(ref CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey)
    {
        var node = slot.Value!;
        ref var cell = ref node.Find(mapKey);
        if (!Unsafe.IsNullRef(ref cell)) return ref cell;
        var isStored = false;
        TMapValue? value = default;
        if (!node.IsComplete && TryGetStored(in slot, mapKey, out var bytes)) (isStored, value) = (true, _sizes.Read(bytes));
        cell = ref node.Add(mapKey, out _);
        Account(node);
        (cell.Value, cell.IsPresent, cell.IsStored) = (value!, isStored, isStored);
        return ref cell;
    }

    private void RemoveCell(ref CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey, ref MapCell<TMapValue> cell)
    {
        var node = slot.Value!;
        cell.IsPresent = false;
        cell.Value = default!;
        node.Mark(mapKey, ref cell);
        node.CountOne(-1);
        State.ElementCount--;
        if (node.Count == 0) Vanish(ref slot);
    }

    protected override MapNode<TMapKey, TMapValue> NodeOf(long count) => new(_comparer, count);

    protected override void SaveElements(MapNode<TMapKey, TMapValue> node, in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, Lot lot)
    {
        var saved = 0;
        try
        {
            for (; saved < node.Dirty.Count; saved++) SaveCell(node, in slot, node.Dirty[saved], lot);
        }
        finally
        {
            node.Dirty.RemoveRange(0, saved);
        }
    }

    private void SaveCell(MapNode<TMapKey, TMapValue> node, in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey, Lot lot)
    {
        if (lot.IsFull) Database.WriteLot();
        ref var cell = ref node.Find(mapKey);
        var mark = lot.Mark();
        try
        {
            var bytes = lot.Begin();
            WriteKey(bytes, in slot, mapKey);
            var key = lot.EndKey();
            if (cell.IsPresent)
            {
                values.Serialize(bytes, cell.Value);
                lot.EndPut(StateDatabase.Ordered, key);
                cell.IsStored = true;
            }
            else if (cell.IsStored)
            {
                lot.EndDelete(StateDatabase.Ordered);
            }
            else
            {
                lot.ReturnTo(mark);
            }
        }
        catch
        {
            lot.ReturnTo(mark);
            throw;
        }

        cell.IsDirty = false;
        if (!cell.IsPresent) node.Cells.Remove(mapKey);
    }

    private void Load(MapNode<TMapKey, TMapValue> node, TKey key, int hash, TNamespace ns)
    {
        using var entries = Groups.Elements(key, hash, ns);
        for (; entries is { IsValid: true }; entries.Next())
        {
            ref var cell = ref node.Add(MapKeyOf(StoredKeys.PartsOf(entries.Key).Last), out var exists);
            // What is in memory is as new or newer.
            if (!exists) (cell.Value, cell.IsPresent, cell.IsStored) = (_sizes.Read(entries.Value), true, true);
        }

        node.IsComplete = true;
        Account(node);
    }

    private bool TryGetStored(in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey, out ReadOnlySpan<byte> bytes)
    {
        _mapKey.Reset();
        mapKeys.Serialize(_mapKey, mapKey);
        return Groups.TryGet(slot.Key, slot.Hash, slot.Namespace, _mapKey.WrittenSpan, out bytes);
    }

    private void WriteKey(ByteWriter bytes, in CacheSlot<TKey, TNamespace, MapNode<TMapKey, TMapValue>?> slot, TMapKey mapKey)
    {
        _mapKey.Reset();
        mapKeys.Serialize(_mapKey, mapKey);
        Groups.WriteKey(bytes, slot.Key, slot.Hash, slot.Namespace, _mapKey.WrittenSpan);
    }

    private TMapKey MapKeyOf(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return mapKeys.Deserialize(ref reader);
    }

    private TMapValue Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return values.Deserialize(ref reader);
    }
}
