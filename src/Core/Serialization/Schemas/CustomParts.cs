namespace FlowActors.Serialization;

/// <summary>The serializers of users' own that a serializer calls, by the schemas under which they stand in its own.</summary>
internal static class CustomParts
{
    public static Dictionary<TypeSchema, TypeSerializer> Of(TypeSerializer serializer)
    {
        var found = new Dictionary<TypeSchema, TypeSerializer>();
        Add(serializer, found, new HashSet<TypeSerializer>(ReferenceEqualityComparer.Instance));
        return found;
    }

    /// <summary>The schema that a user's own serializer has as a part of others; null for the engine's.</summary>
    public static TypeSchema? SchemaOf(TypeSerializer serializer) =>
        serializer.GetType().Assembly == typeof(TypeSerializer).Assembly ? null : serializer.Describe(new SchemaScope());

    private static void Add(TypeSerializer serializer, Dictionary<TypeSchema, TypeSerializer> found, HashSet<TypeSerializer> seen)
    {
        if (!seen.Add(serializer)) return;
        if (SchemaOf(serializer) is { } schema) found.TryAdd(schema, serializer);
        foreach (var part in serializer.Nested) Add(part, found, seen);
    }
}
