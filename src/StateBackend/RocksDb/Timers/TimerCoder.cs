using System.Buffers.Binary;
using FlowActors.Serialization;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Timers;

/// <summary>
/// Timers among what is read in order: <c>[time, 8 bytes, sign flipped][hash of the key, 4 bytes][key][namespace]</c> behind key group and state, so that the
/// database has those of a key group in the order in which they are due. Used on the subtask's thread.
/// </summary>
internal sealed class TimerCoder<TKey, TNamespace>(TableSettings<TKey, TNamespace> settings)
{
    /// <summary>Time and hash.</summary>
    public const int Head = sizeof(long) + sizeof(uint);

    private readonly KeySerializer<TKey> _keys = settings.Keys.Keys;
    private readonly NamespaceRules<TNamespace> _namespaces = settings.Namespaces;
    private readonly ByteWriter _place = new();

    /// <summary>Where a timer lies among those of its key group; until the next call.</summary>
    public ReadOnlySpan<byte> PlaceOf(TKey key, int hash, TNamespace ns, long time)
    {
        _place.Reset();
        WritePlace(_place, key, hash, ns, time, out _, out _);
        return _place.WrittenSpan;
    }

    /// <summary>Writes the whole stored key of a timer.</summary>
    public void Write(ByteWriter writer, int state, TKey key, int hash, TNamespace ns, long time)
    {
        StoredKeys.WritePrefix(writer, settings.Keys.GroupOf(hash), state);
        WritePlace(writer, key, hash, ns, time, out var keyLength, out var namespaceLength);
        StoredKeys.WriteTrailer(writer, keyLength, namespaceLength);
    }

    /// <summary>Reads a stored key.</summary>
    public DueTimer<TKey, TNamespace> Read(ReadOnlySpan<byte> stored)
    {
        var place = PlaceIn(stored);
        var reader = new ByteReader(place[Head..]);
        var key = _keys.Deserialize(ref reader);
        return new(key, BinaryPrimitives.ReadInt32BigEndian(place[sizeof(long)..]), _namespaces.Read(ref reader), TimeOf(place));
    }

    /// <summary>The place in a stored key.</summary>
    public static ReadOnlySpan<byte> PlaceIn(ReadOnlySpan<byte> stored) => stored[StoredKeys.Prefix..^StoredKeys.Trailer];

    public static long TimeOf(ReadOnlySpan<byte> place) => BinaryPrimitives.ReadInt64BigEndian(place) ^ long.MinValue;

    private void WritePlace(ByteWriter writer, TKey key, int hash, TNamespace ns, long time, out int keyLength, out int namespaceLength)
    {
        BinaryPrimitives.WriteInt64BigEndian(writer.Append(sizeof(long)), time ^ long.MinValue);
        BinaryPrimitives.WriteInt32BigEndian(writer.Append(sizeof(uint)), hash);
        var start = writer.Position;
        _keys.Serialize(writer, key);
        keyLength = writer.Position - start;
        _namespaces.Write(writer, ns);
        namespaceLength = writer.Position - start - keyLength;
    }
}
