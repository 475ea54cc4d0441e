using System.Buffers.Binary;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// How a list or a map of one key and namespace lies in the database: an entry among the points with the number of its elements, and the elements
/// among what is read in order. Used on the subtask's thread.
/// </summary>
internal sealed class StoredGroups<TKey, TNamespace>(StateDatabase database, KeyCoder<TKey, TNamespace> coder)
{
    // More of them are deleted as a range: one tombstone instead of a heap, but one that every read nearby has to look at.
    private const int DeletedOneByOneMax = 1_024;

    private readonly ByteWriter _key = new();
    private readonly ByteWriter _end = new();

    /// <summary>How many elements there are.</summary>
    public long CountOf(TKey key, int hash, TNamespace ns)
    {
        _key.Reset();
        coder.WriteValueKey(_key, key, hash, ns);
        return database.TryGet(StateDatabase.Points, _key.WrittenSpan, out var count) ? ReadCount(count) : 0;
    }

    /// <summary>One element.</summary>
    public bool TryGet(TKey key, int hash, TNamespace ns, ReadOnlySpan<byte> last, out ReadOnlySpan<byte> value)
    {
        database.WriteLot();
        _key.Reset();
        WriteKey(_key, key, hash, ns, last);
        return database.TryGet(StateDatabase.Ordered, _key.WrittenSpan, out value);
    }

    /// <summary>Says how many elements there are.</summary>
    public void PutCount(TKey key, int hash, TNamespace ns, long count, bool isStored, Lot lot)
    {
        if (count == 0 && !isStored) return;
        var bytes = lot.Begin();
        coder.WriteValueKey(bytes, key, hash, ns);
        if (count == 0)
        {
            lot.EndDelete(StateDatabase.Points);
            return;
        }

        var length = lot.EndKey();
        bytes.WriteInt64(count);
        lot.EndPut(StateDatabase.Points, length);
    }

    /// <summary>The elements from one on; null where there is no database.</summary>
    public RocksIterator? Elements(TKey key, int hash, TNamespace ns, ReadOnlySpan<byte> from = default)
    {
        // Some of it may have been saved just now.
        database.WriteLot();
        _key.Reset();
        coder.Write(_key, key, hash, ns, out _, out _);
        var end = KeyRange.EndOf(_key.WrittenSpan);
        _key.WriteBytes(from);
        return database.Iterate(StateDatabase.Ordered, _key.WrittenSpan, end);
    }

    /// <summary>What the elements of a key and namespace begin with.</summary>
    public byte[] PrefixOf(TKey key, int hash, TNamespace ns)
    {
        _key.Reset();
        coder.Write(_key, key, hash, ns, out _, out _);
        return _key.WrittenSpan.ToArray();
    }

    /// <summary>Writes the key of an element.</summary>
    public void WriteKey(ByteWriter bytes, TKey key, int hash, TNamespace ns, ReadOnlySpan<byte> last)
    {
        coder.Write(bytes, key, hash, ns, out var keyLength, out var namespaceLength);
        bytes.WriteBytes(last);
        StoredKeys.WriteTrailer(bytes, keyLength, namespaceLength);
    }

    /// <summary>Deletes all elements that the database has, before what is put into the lot from here on.</summary>
    public void DeleteElements(TKey key, int hash, TNamespace ns, Lot lot)
    {
        var deleted = 0;
        using var elements = Elements(key, hash, ns);
        for (; elements is { IsValid: true }; elements.Next())
        {
            if (deleted++ == DeletedOneByOneMax)
            {
                _end.Reset();
                coder.Write(_end, key, hash, ns, out _, out _);
                database.DeleteRange(StateDatabase.Ordered, elements.Key.ToArray(), KeyRange.EndOf(_end.WrittenSpan));
                return;
            }

            lot.Begin().WriteBytes(elements.Key);
            lot.EndDelete(StateDatabase.Ordered);
        }
    }

    private static long ReadCount(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64LittleEndian(bytes);
}
