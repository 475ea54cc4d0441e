namespace FlowActors.Serialization;

/// <summary>The descriptions of one schema by their numbers, so that references can be followed.</summary>
internal sealed class SchemaTable
{
    private readonly List<TypeSchema> _definitions = [];
    private readonly Dictionary<TypeSchema, int> _numbers = new(ReferenceEqualityComparer.Instance);

    public SchemaTable(TypeSchema root) => Add(root);

    public TypeSchema Resolve(TypeSchema schema) => schema.Kind == SchemaKind.Reference ? _definitions[schema.Definition] : schema;

    /// <summary>The number of a resolved description; -1 for primitives and enums.</summary>
    public int NumberOf(TypeSchema definition) => _numbers.GetValueOrDefault(definition, -1);

    private void Add(TypeSchema schema)
    {
        if (schema.Kind == SchemaKind.Reference) return;
        if (schema.Kind is not (SchemaKind.Primitive or SchemaKind.Enumeration))
        {
            _numbers.TryAdd(schema, _definitions.Count);
            _definitions.Add(schema);
        }

        foreach (var member in schema.Members) Add(member.Schema);
    }
}
