namespace FlowActors.Serialization;

/// <summary>What a schema of keys says: see <see cref="EngineKey{TKey}"/> and those that derive from it.</summary>
internal abstract record KeyForm
{
    private KeyForm()
    {
    }

    /// <summary>That of a schema of the kind <see cref="SchemaKind.Key"/>.</summary>
    /// <remarks>A part that may be null has the name of its type, or of its nullable type, and is told by that from a composite key with one member.</remarks>
    public static KeyForm Of(TypeSchema schema) => schema.Members switch
    {
        [] when KeyPrimitives.Find(schema.TypeName) is { } serializer => new Primitive(serializer),
        [{ Name: "underlying" } underlying] => new Enumeration(underlying.Schema),
        [{ Name: "value" } value] when IsWrapped(schema.TypeName, value.Schema.TypeName) => new OrNull(value.Schema),
        _ => new Composite(),
    };

    private static bool IsWrapped(string name, string inner) => name == inner || name == $"System.Nullable<{inner}>";

    /// <summary>A type with an encoding of its own.</summary>
    public sealed record Primitive(TypeSerializer Serializer) : KeyForm;

    /// <summary>An enum.</summary>
    public sealed record Enumeration(TypeSchema Underlying) : KeyForm;

    /// <summary>Null, or a value.</summary>
    public sealed record OrNull(TypeSchema Value) : KeyForm;

    /// <summary>Several members, or none.</summary>
    public sealed record Composite : KeyForm;
}
