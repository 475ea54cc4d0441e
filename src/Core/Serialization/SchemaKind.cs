namespace FlowActors.Serialization;

/// <summary>How the bytes of a value are laid out. The numbers are part of stored schemas and never change.</summary>
public enum SchemaKind
{
    /// <summary>A type of the engine's own table, named as C# or .NET names it (int64, string, decimal, guid, ...).</summary>
    Primitive = 1,

    /// <summary>An enum: its one member is the underlying integer.</summary>
    Enumeration = 2,

    /// <summary>A <see cref="Nullable{T}"/>: a byte 0 for null or 1, then its one member.</summary>
    Nullable = 3,

    /// <summary>A class: a byte 0 for null or 1, then its members in order.</summary>
    Class = 4,

    /// <summary>A struct: its members in order; a single byte 0 if there are none.</summary>
    Structure = 5,

    /// <summary>A type with declared subtypes: a varint 0 for null or one plus the index of the subtype, then that subtype.</summary>
    Union = 6,

    /// <summary>A collection: a varint 0 for null or one plus the count, then its elements.</summary>
    Sequence = 7,

    /// <summary>A dictionary: a varint 0 for null or one plus the count, then a key and a value for each entry.</summary>
    Map = 8,

    /// <summary>As <see cref="Sequence"/> with a byte for the string comparer (0 ordinal, 1 ordinal ignoring case) before the elements.</summary>
    ComparedSequence = 9,

    /// <summary>As <see cref="Map"/> with a byte for the string comparer (0 ordinal, 1 ordinal ignoring case) before the entries.</summary>
    ComparedMap = 10,

    /// <summary>A type already described in the same schema: see <see cref="TypeSchema.Definition"/>.</summary>
    Reference = 11,

    /// <summary>A type whose bytes only its own registered serializer knows.</summary>
    Custom = 12,

    /// <summary>A key in the order-preserving encoding; its members are the parts of a composite key.</summary>
    Key = 13,
}
