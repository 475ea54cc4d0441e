using System.Buffers.Binary;
using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.RocksDb.Storage;

/// <summary>
/// The keys of one state in the database: <c>[key group, 2 bytes][state, 2 bytes][key][namespace][map key or number]</c>, big-endian, so that
/// the elements of a state lie by key group, key and namespace; then, where more than the key follows it, the lengths of key and namespace
/// (4 bytes each): whoever does not know the types parts a stored key by them. Keys tell themselves where they end, so no two differ only
/// in what comes last.
/// </summary>
internal static class StoredKeys
{
    /// <summary>Key group and state.</summary>
    public const int Prefix = 4;

    /// <summary>The lengths at the end, where there are any.</summary>
    public const int Trailer = 8;

    /// <summary>No key group: the directory of the database lies behind all state.</summary>
    public const ushort DirectoryGroup = ushort.MaxValue;

    public static void WritePrefix(ByteWriter writer, int keyGroup, int state)
    {
        var prefix = writer.Append(Prefix);
        BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)keyGroup);
        BinaryPrimitives.WriteUInt16BigEndian(prefix[2..], (ushort)state);
    }

    public static void WriteTrailer(ByteWriter writer, int keyLength, int namespaceLength)
    {
        var trailer = writer.Append(Trailer);
        BinaryPrimitives.WriteInt32BigEndian(trailer, keyLength);
        BinaryPrimitives.WriteInt32BigEndian(trailer[4..], namespaceLength);
    }

    public static int GroupOf(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadUInt16BigEndian(stored);

    public static int StateOf(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadUInt16BigEndian(stored[2..]);

    /// <summary>Parts a stored key that ends with lengths.</summary>
    /// <param name="stored">The stored key.</param>
    /// <param name="head">How many bytes stand before the key.</param>
    public static StoredParts PartsOf(ReadOnlySpan<byte> stored, int head = 0)
    {
        var trailer = stored[^Trailer..];
        var key = BinaryPrimitives.ReadInt32BigEndian(trailer);
        var ns = BinaryPrimitives.ReadInt32BigEndian(trailer[4..]);
        var rest = stored[(Prefix + head)..^Trailer];
        return new StoredParts { Key = rest[..key], Namespace = rest.Slice(key, ns), Last = rest[(key + ns)..] };
    }

    /// <summary>What a whole state of a key group begins with.</summary>
    public static byte[] PrefixOf(int keyGroup, int state)
    {
        var prefix = new byte[Prefix];
        BinaryPrimitives.WriteUInt16BigEndian(prefix, (ushort)keyGroup);
        BinaryPrimitives.WriteUInt16BigEndian(prefix.AsSpan(2), (ushort)state);
        return prefix;
    }
}

/// <summary>The parts of a stored key.</summary>
internal readonly ref struct StoredParts
{
    public ReadOnlySpan<byte> Key { get; init; }

    public ReadOnlySpan<byte> Namespace { get; init; }

    /// <summary>The map key, or the number of a list's element; empty for values.</summary>
    public ReadOnlySpan<byte> Last { get; init; }
}

/// <summary>How the keys and namespaces of one state become stored keys. Used on the subtask's thread.</summary>
internal sealed class KeyCoder<TKey, TNamespace>(TableSettings<TKey, TNamespace> settings)
{
    private readonly KeyRules<TKey> _rules = settings.Keys;
    private readonly KeySerializer<TKey> _keys = settings.Keys.Keys;
    private readonly NamespaceRules<TNamespace> _namespaces = settings.Namespaces;

    /// <summary>The state's number in the database.</summary>
    public int State { get; set; }

    /// <summary>Appends key group, state, key and namespace.</summary>
    public void Write(ByteWriter writer, TKey key, int hash, TNamespace ns, out int keyLength, out int namespaceLength)
    {
        StoredKeys.WritePrefix(writer, _rules.GroupOf(hash), State);
        var start = writer.Position;
        _keys.Serialize(writer, key);
        keyLength = writer.Position - start;
        if (!NamespaceRules<TNamespace>.IsVoid) _namespaces.Write(writer, ns);
        namespaceLength = writer.Position - start - keyLength;
    }

    /// <summary>Appends the whole stored key of a value: no lengths follow a key alone.</summary>
    public void WriteValueKey(ByteWriter writer, TKey key, int hash, TNamespace ns)
    {
        Write(writer, key, hash, ns, out var keyLength, out var namespaceLength);
        WriteValueTrailer(writer, keyLength, namespaceLength);
    }

    /// <summary>Ends the stored key of a value.</summary>
    public static void WriteValueTrailer(ByteWriter writer, int keyLength, int namespaceLength)
    {
        if (!NamespaceRules<TNamespace>.IsVoid) StoredKeys.WriteTrailer(writer, keyLength, namespaceLength);
    }

    /// <summary>Reads key and namespace, and leaves the reader behind them.</summary>
    public TKey Read(ref ByteReader reader, out int hash, out TNamespace ns)
    {
        var key = _keys.Deserialize(ref reader);
        hash = _rules.Hash(key);
        ns = _namespaces.Read(ref reader);
        return key;
    }
}
