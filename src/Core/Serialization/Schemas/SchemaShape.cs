namespace FlowActors.Serialization;

/// <summary>How many members a schema of each kind has.</summary>
internal static class SchemaShape
{
    public static int MembersMin(SchemaKind kind) => kind switch
    {
        SchemaKind.Enumeration or SchemaKind.Nullable or SchemaKind.Sequence or SchemaKind.ComparedSequence => 1,
        SchemaKind.Map or SchemaKind.ComparedMap => 2,
        _ => 0,
    };

    public static int MembersMax(SchemaKind kind) => kind switch
    {
        SchemaKind.Primitive or SchemaKind.Custom or SchemaKind.Reference => 0,
        SchemaKind.Class or SchemaKind.Structure or SchemaKind.Union or SchemaKind.Key => int.MaxValue,
        _ => MembersMin(kind),
    };
}
