namespace FlowActors.Serialization;

/// <summary>The bytes of the default value of a type: null, zero, or a struct of such.</summary>
internal static class SchemaDefaults
{
    /// <summary>Appends the default; false if only a registered serializer knows it.</summary>
    public static bool TryWrite(ByteWriter writer, TypeSchema schema, SchemaTable table)
    {
        schema = table.Resolve(schema);
        switch (schema.Kind)
        {
            case SchemaKind.Primitive:
                if (schema.TypeName == "biginteger") writer.WriteCount(0);
                else writer.Append(Primitives.SizeOf(schema.TypeName) ?? 1).Clear();
                return true;
            case SchemaKind.Enumeration:
                return TryWrite(writer, schema.Members[0].Schema, table);
            case SchemaKind.Structure:
                if (schema.Members.Count == 0) writer.WriteByte(0);
                return schema.Members.All(m => TryWrite(writer, m.Schema, table));
            case SchemaKind.Custom or SchemaKind.Key:
                return false;
            default:
                writer.WriteByte(0);
                return true;
        }
    }
}
