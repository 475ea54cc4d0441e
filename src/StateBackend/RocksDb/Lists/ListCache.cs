using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Budget;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Lists;

/// <summary>
/// Lists before the database, which has each element by itself: <c>[key][namespace][number]</c> among what is read in order, and an entry with the
/// number of elements among the points. Appending reads nothing but that; elements that nobody reads are never in memory.
/// </summary>
internal sealed partial class ListCache<TKey, TNamespace, T>(
    StateDatabase database, ObjectShare share, TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, KeyFilter filter)
    : GroupCache<TKey, TNamespace, ListNode<T>, T>(database, share, settings, StoredValues.AreTimed(values), filter)
{
    private const int NumberBytes = sizeof(long);

    private readonly ValueSizes<T> _sizes = new(values);
    private readonly bool _readsChange = StoredValues.ChangeInPlace(values);

    public void Append(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> elements)
    {
        Look();
        ref var slot = ref ReachToChange(key, hash, ns);
        if (!slot.IsPresent) Appear(ref slot);
        var node = slot.Value ??= new();
        node.Tail.AddRange(elements);
        State.ElementCount += elements.Length;
        Account(node);
    }

    public void PutAll(TKey key, int hash, TNamespace ns, ReadOnlySpan<T> elements)
    {
        RemoveAll(key, hash, ns);
        Append(key, hash, ns, elements);
    }

    /// <summary>The list, for who reads it on; null where there is none. All of it is in memory if it is not long, or may be changed.</summary>
    public ListNode<T>? Read(TKey key, int hash, TNamespace ns, Reading reading)
    {
        ref var slot = ref Reach(key, hash, ns);
        if (!slot.IsPresent) return null;
        var node = slot.Value!;
        var mayChange = _readsChange && reading == Reading.MayChange;
        // Saving may make it forget a long one.
        if (mayChange) Touch(ref slot);
        if (node.Loaded is null && (mayChange || node.StoredCount <= LoadedMax)) Load(node, key, hash, ns);
        node.IsLoadedChanged |= mayChange;
        return node;
    }

    /// <summary>Puts an element in the place of another.</summary>
    public void Replace(TKey key, int hash, TNamespace ns, long index, T element)
    {
        ref var slot = ref ReachToChange(key, hash, ns);
        var node = slot.Value!;
        if (node.Loaded is null) Load(node, key, hash, ns);
        if (index < node.StoredCount)
        {
            node.Loaded![(int)index] = element;
            node.IsLoadedChanged = true;
        }
        else
        {
            node.Tail[(int)(index - node.StoredCount)] = element;
        }
    }

    /// <summary>Reads the next elements of a list that is not in memory, from a number on.</summary>
    /// <returns>The number to go on from.</returns>
    public long ReadPiece(TKey key, int hash, TNamespace ns, long from, List<T> piece)
    {
        piece.Clear();
        using var elements = Groups.Elements(key, hash, ns, BytesOf(from, stackalloc byte[NumberBytes]));
        for (; elements is { IsValid: true } && piece.Count < PieceMax; elements.Next())
        {
            piece.Add(Deserialize(elements.Value));
            from = NumberOf(elements.Key) + 1;
        }

        return from;
    }

    protected override long BytesOf(ref CacheSlot<TKey, TNamespace, ListNode<T>?> slot)
    {
        const int Empty = 200;
        if (slot.Value is not { } node) return ManagedBytes.OfKey(slot.Key);
        var some = node.Tail.Count > 0 ? node.Tail[^1] : node.Loaded is [.., var last] ? last : default;
        return ManagedBytes.OfKey(slot.Key) + Empty + (node.InMemory * (some is null ? 16 : 16 + _sizes.Of(some) + Unsafe.SizeOf<T>()));
    }

    protected override ListNode<T> NodeOf(long count) => new() { StoredCount = count, Loaded = null, Numbers = null };

    protected override void SaveElements(ListNode<T> node, in CacheSlot<TKey, TNamespace, ListNode<T>?> slot, Lot lot)
    {
        if (node.IsLoadedChanged)
        {
            for (var i = 0; i < node.Numbers!.Count; i++) Put(in slot, node.Numbers[i], node.Loaded![i], lot);
        }

        node.IsLoadedChanged = false;
        var saved = 0;
        try
        {
            for (; saved < node.Tail.Count; saved++)
            {
                var number = State.NextElement++;
                Put(in slot, number, node.Tail[saved], lot);
                node.Loaded?.Add(node.Tail[saved]);
                node.Numbers?.Add(number);
            }
        }
        finally
        {
            node.StoredCount += saved;
            node.Tail.RemoveRange(0, saved);
        }

        // A long one is not kept in memory.
        if (node.Loaded is { Count: > LoadedMax }) node.Loaded = null;
        if (node.Loaded is null) node.Numbers = null;
    }

    private void Put(in CacheSlot<TKey, TNamespace, ListNode<T>?> slot, long number, T element, Lot lot)
    {
        if (lot.IsFull) Database.WriteLot();
        var mark = lot.Mark();
        try
        {
            var bytes = lot.Begin();
            Groups.WriteKey(bytes, slot.Key, slot.Hash, slot.Namespace, BytesOf(number, stackalloc byte[NumberBytes]));
            var key = lot.EndKey();
            values.Serialize(bytes, element);
            lot.EndPut(StateDatabase.Ordered, key);
        }
        catch
        {
            lot.ReturnTo(mark);
            throw;
        }
    }

    private void Load(ListNode<T> node, TKey key, int hash, TNamespace ns)
    {
        var (loaded, numbers) = (new List<T>((int)node.StoredCount), new List<long>((int)node.StoredCount));
        using var elements = Groups.Elements(key, hash, ns);
        for (; elements is { IsValid: true }; elements.Next())
        {
            loaded.Add(_sizes.Read(elements.Value));
            numbers.Add(NumberOf(elements.Key));
        }

        if (loaded.Count != node.StoredCount)
        {
            throw new InvalidDataException(
                $"A list of state '{Settings.Name}' of operator '{Settings.Keys.OperatorName}' has {loaded.Count:N0} elements in the database, and should have {node.StoredCount:N0}.");
        }

        (node.Loaded, node.Numbers) = (loaded, numbers);
        Account(node);
    }

    private static long NumberOf(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadInt64BigEndian(stored[^(NumberBytes + StoredKeys.Trailer)..]);

    private static ReadOnlySpan<byte> BytesOf(long number, Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private T Deserialize(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        return values.Deserialize(ref reader);
    }
}
