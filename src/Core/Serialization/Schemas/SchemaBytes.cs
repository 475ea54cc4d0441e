namespace FlowActors.Serialization;

/// <summary>A schema's own encoding: kind, type name, then the definition of a reference or the members.</summary>
internal static class SchemaBytes
{
    public static byte[] Write(TypeSchema schema)
    {
        var writer = new ByteWriter();
        Write(writer, schema);
        return writer.WrittenSpan.ToArray();
    }

    public static TypeSchema Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var definitions = 0;
        var schema = Read(ref reader, ref definitions);
        return reader.Remaining == 0 ? schema : throw reader.Corrupt($"{reader.Remaining} bytes follow the schema");
    }

    private static void Write(ByteWriter writer, TypeSchema schema)
    {
        writer.WriteByte((byte)schema.Kind);
        writer.WriteString(schema.TypeName);
        if (schema.Kind == SchemaKind.Reference)
        {
            writer.WriteVarUInt32((uint)schema.Definition);
            return;
        }

        writer.WriteCount(schema.Members.Count);
        foreach (var member in schema.Members)
        {
            writer.WriteString(member.Name);
            Write(writer, member.Schema);
        }
    }

    private static TypeSchema Read(ref ByteReader reader, ref int definitions)
    {
        if (!reader.TryEnter()) throw DepthLimit.Exceeded(typeof(TypeSchema));
        var kind = (SchemaKind)reader.ReadByte();
        var name = reader.ReadString() ?? throw reader.Corrupt("a schema has no type name");
        if (!Enum.IsDefined(kind)) throw reader.Corrupt($"there is no kind {(int)kind} of schema");
        var schema = kind switch
        {
            SchemaKind.Reference => ReadReference(ref reader, name, definitions),
            SchemaKind.Primitive or SchemaKind.Enumeration => ReadMembers(ref reader, kind, name, ref definitions),
            _ => ReadDefinition(ref reader, kind, name, ref definitions),
        };
        reader.Leave();
        return schema;
    }

    private static TypeSchema ReadDefinition(ref ByteReader reader, SchemaKind kind, string name, ref int definitions)
    {
        definitions++;
        return ReadMembers(ref reader, kind, name, ref definitions);
    }

    private static TypeSchema ReadReference(ref ByteReader reader, string name, int definitions)
    {
        var definition = reader.ReadVarUInt32();
        return definition < definitions
            ? TypeSchema.ReferenceTo((int)definition, name)
            : throw reader.Corrupt($"{name} refers to description {definition} of {definitions}");
    }

    private static TypeSchema ReadMembers(ref ByteReader reader, SchemaKind kind, string name, ref int definitions)
    {
        var count = reader.ReadCount();
        if (count < 0) throw reader.Corrupt($"the schema of {name} has no members");
        if (count < SchemaShape.MembersMin(kind) || count > SchemaShape.MembersMax(kind)) throw reader.Corrupt($"the schema of {name} has {count} members");
        var members = new SchemaMember[count];
        for (var i = 0; i < count; i++)
        {
            var memberName = reader.ReadString() ?? throw reader.Corrupt($"a member of {name} has no name");
            members[i] = new SchemaMember(memberName, Read(ref reader, ref definitions));
        }

        return TypeSchema.Of(kind, name, members);
    }
}
