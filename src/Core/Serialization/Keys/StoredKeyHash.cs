namespace FlowActors.Serialization;

/// <summary>The stable hash of keys by their schema and their bytes alone, for who has none of the types. Immutable; may be used by many threads.</summary>
internal sealed class StoredKeyHash
{
    private readonly SchemaTable _table;
    private readonly Reader _root;

    private StoredKeyHash(TypeSchema schema)
    {
        _table = new SchemaTable(schema);
        _root = ReaderOf(schema);
    }

    private delegate int Reader(ref ByteReader bytes);

    /// <summary>That of a type of keys; null where a serializer of a user's own has a part in it, which alone knows.</summary>
    /// <exception cref="SerializationException">It is no schema of keys.</exception>
    public static StoredKeyHash? Of(TypeSchema schema) => HasCustom(schema) ? null : new StoredKeyHash(schema);

    /// <summary>The hash of a key.</summary>
    /// <param name="key">All of its bytes.</param>
    /// <exception cref="SerializationException">They are not those of one key.</exception>
    public int Of(ReadOnlySpan<byte> key)
    {
        var reader = new ByteReader(key);
        var hash = _root(ref reader);
        return reader.Remaining == 0 ? hash : throw reader.Corrupt($"{reader.Remaining} bytes follow a key");
    }

    private static bool HasCustom(TypeSchema schema) => schema.Kind == SchemaKind.Custom || schema.Members.Any(m => HasCustom(m.Schema));

    private Reader ReaderOf(TypeSchema schema)
    {
        schema = _table.Resolve(schema);
        if (schema.Kind != SchemaKind.Key) throw new SerializationException($"{schema.TypeName} is no type of keys.");
        return KeyForm.Of(schema) switch
        {
            KeyForm.Primitive e => ((IHashedKey)e.Serializer).ReadHash,
            KeyForm.Enumeration e => ReaderOf(e.Underlying),
            KeyForm.OrNull e => OrNull(ReaderOf(e.Value)),
            _ => Composite([.. schema.Members.Select(m => ReaderOf(m.Schema))]),
        };
    }

    private static Reader OrNull(Reader value) => (ref bytes) => bytes.ReadBool() ? value(ref bytes) : 0;

    private static Reader Composite(Reader[] members) => (ref bytes) =>
    {
        if (members.Length == 0) bytes.Skip(1);
        var hash = 0;
        foreach (var member in members) hash = StableHashes.Combine(hash, member(ref bytes));
        return hash;
    };
}
