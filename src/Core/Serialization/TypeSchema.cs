using System.Buffers.Binary;
using System.Security.Cryptography;

namespace FlowActors.Serialization;

/// <summary>
/// Describes what the bytes of a type's values are positional against. Immutable, the same in every process, and itself
/// stored as bytes. A type that occurs again, or in itself, is a reference to its first description in the same schema.
/// </summary>
public sealed class TypeSchema : IEquatable<TypeSchema>
{
    private byte[]? _bytes;

    private TypeSchema(SchemaKind kind, string typeName, IReadOnlyList<SchemaMember> members, int definition)
    {
        Kind = kind;
        TypeName = typeName;
        Members = members;
        Definition = definition;
    }

    /// <summary>How the bytes are laid out.</summary>
    public SchemaKind Kind { get; }

    /// <summary>The type's name without its assembly; for information only, save for primitive and custom types.</summary>
    public string TypeName { get; }

    /// <summary>The parts in the order of their bytes; for a union its subtypes in the order of their indexes.</summary>
    public IReadOnlyList<SchemaMember> Members { get; }

    /// <summary>
    /// For a <see cref="SchemaKind.Reference"/> the number of the description meant: all that are neither primitive, enums nor
    /// references are counted from 0 as they begin, from the outermost schema on. Else -1.
    /// </summary>
    public int Definition { get; }

    /// <summary>A hash of the whole schema that is the same in every process and version.</summary>
    public long Fingerprint => BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Bytes));

    private byte[] Bytes => _bytes ??= SchemaBytes.Write(this);

    /// <summary>The schema of a type whose serializer is registered by its user.</summary>
    /// <param name="typeName">A name that changes when the bytes that the serializer writes do, such as <c>Point v2</c>.</param>
    public static TypeSchema Custom(string typeName) => new(SchemaKind.Custom, typeName, [], -1);

    /// <summary>The schema that <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="SerializationException">The bytes are not those of a schema.</exception>
    public static TypeSchema FromBytes(ReadOnlySpan<byte> bytes) => SchemaBytes.Read(bytes);

    /// <summary>The schema as bytes, the same for equal schemas.</summary>
    public byte[] ToBytes() => [.. Bytes];

    /// <summary>Whether the two describe the same bytes of types with the same names.</summary>
    public bool Equals(TypeSchema? other) => other is not null && (ReferenceEquals(this, other) || Bytes.AsSpan().SequenceEqual(other.Bytes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TypeSchema);

    /// <inheritdoc/>
    public override int GetHashCode() => Fingerprint.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => SchemaText.Of(this);

    internal static TypeSchema Primitive(string name) => new(SchemaKind.Primitive, name, [], -1);

    internal static TypeSchema ReferenceTo(int definition, string typeName) => new(SchemaKind.Reference, typeName, [], definition);

    internal static TypeSchema Of(SchemaKind kind, string typeName, IReadOnlyList<SchemaMember> members) => new(kind, typeName, members, -1);
}
