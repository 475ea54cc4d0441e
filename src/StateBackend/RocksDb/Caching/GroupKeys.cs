using FlowActors.Serialization;
using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Caching;

/// <summary>A key and its namespace, with the bytes that they are stored by.</summary>
internal readonly record struct StoredKey<TKey, TNamespace>(byte[] Bytes, TKey Key, int Hash, TNamespace Namespace);

/// <summary>
/// The keys of a key group in the order of their bytes: those that the database has among its points, and those that only the cache has.
/// </summary>
/// <param name="coder">Writes and reads them.</param>
/// <param name="unwritten">Those of the cache, in their order.</param>
/// <param name="stored">Those of the database; null for none. Disposed by who made it.</param>
internal sealed class GroupKeys<TKey, TNamespace>(
    KeyCoder<TKey, TNamespace> coder, List<StoredKey<TKey, TNamespace>> unwritten, RocksIterator? stored)
{
    private int _next;

    /// <summary>Whether the value of the present key is that of the database: the cache has none that was not written.</summary>
    public bool IsStored { get; private set; }

    public StoredKey<TKey, TNamespace> Current { get; private set; }

    /// <summary>The value that the database has, while <see cref="IsStored"/>.</summary>
    public byte[] Value { get; private set; } = [];

    public bool MoveNext()
    {
        var isStored = stored is { IsValid: true };
        if (!isStored && _next == unwritten.Count) return false;
        var order = !isStored ? 1 : _next == unwritten.Count ? -1 : stored!.Key.SequenceCompareTo(unwritten[_next].Bytes);
        IsStored = order < 0;
        if (IsStored)
        {
            var reader = new ByteReader(stored!.Key[StoredKeys.Prefix..]);
            var key = coder.Read(ref reader, out var hash, out var ns);
            Current = new(stored.Key.ToArray(), key, hash, ns);
            Value = stored.Value.ToArray();
        }
        else
        {
            Current = unwritten[_next++];
        }

        if (order <= 0) stored!.Next();
        return true;
    }
}
