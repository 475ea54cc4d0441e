using System.Text;

namespace FlowActors.Serialization;

/// <summary>A schema on one line, for errors and logs: <c>Order { Id: int64, Lines: List of Line { Price: decimal } }</c>.</summary>
internal static class SchemaText
{
    public static string Of(TypeSchema schema) => Append(new StringBuilder(), schema).ToString();

    /// <summary>The name of a type alone, as C# writes it: <c>int32?</c>.</summary>
    public static string NameOf(TypeSchema schema) => schema.Kind == SchemaKind.Nullable ? $"{NameOf(schema.Members[0].Schema)}?" : schema.TypeName;

    private static StringBuilder Append(StringBuilder text, TypeSchema schema)
    {
        text.Append(schema.TypeName);
        if (schema.Members.Count == 0) return text;
        text.Append(" { ");
        for (var i = 0; i < schema.Members.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Append(text.Append(schema.Members[i].Name).Append(": "), schema.Members[i].Schema);
        }

        return text.Append(" }");
    }
}
