namespace FlowActors.Serialization;

/// <summary>The descriptions given so far in one schema, so that a type which occurs again becomes a reference.</summary>
internal sealed class SchemaScope
{
    private readonly Dictionary<TypeSerializer, int> _definitions = new(ReferenceEqualityComparer.Instance);

    public TypeSchema Of(TypeSerializer serializer)
    {
        if (serializer is IDeferredSerializer deferred) return Of(deferred.Target);
        if (serializer is IPrimitiveSerializer) return serializer.Describe(this);
        if (_definitions.TryGetValue(serializer, out var definition)) return TypeSchema.ReferenceTo(definition, TypeNames.Of(serializer.ValueType));
        _definitions.Add(serializer, _definitions.Count);
        return serializer.Describe(this);
    }

    public TypeSchema Of(SchemaKind kind, Type type, params ReadOnlySpan<(string Name, TypeSerializer Part)> parts)
    {
        var members = new SchemaMember[parts.Length];
        for (var i = 0; i < parts.Length; i++) members[i] = new SchemaMember(parts[i].Name, Of(parts[i].Part));
        return TypeSchema.Of(kind, TypeNames.Of(type), members);
    }
}
