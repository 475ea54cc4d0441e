namespace FlowActors.Serialization;

/// <summary>What to do about a change that stands in the way.</summary>
internal static class SchemaAdvice
{
    public const string KeepType = "keep the type";
    public const string KeepMember = "keep the type, or give the member another name, under which it begins with its default";
    public const string CustomChanged = "only the serializer that wrote it can read it; register that one again";
    public const string CustomGone = "only its own serializer knows where it ends; register that one, or keep the member";
    public const string KeysStay = "elements are found by these bytes; keep them as they were, and bring what is new as values";
    public const string NoDefault = "a type with a serializer of its own has no default that is known; make it a member of a class that may be null";
    public const string SubtypeGone = "its values cannot be read without it; declare it under that name as long as there may be some";
    public const string ToldApart = "two keys of a map, or two elements of a set, may become one without it; keep the member";
    public const string Twice = "an element may occur twice in what was written, and cannot in a set; keep the type, and make a set of it in the code";
    private const string KeepNullable = "a value may be missing in what was written; keep it nullable";

    public static string OfKind(TypeSchema written) => written.Kind == SchemaKind.Nullable ? KeepNullable : KeepMember;

    public static string OfNumber(string written, string present) => NumberWidening.IsLossless(present, written)
        ? $"what was written may not fit; keep {written}, or a wider type"
        : KeepMember;
}
