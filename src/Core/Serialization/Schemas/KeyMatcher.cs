namespace FlowActors.Serialization;

/// <summary>
/// Whether keys are still the same bytes. Elements are found by them and belong to the key group that they decide, so nothing about
/// them may change but names of types.
/// </summary>
internal sealed class KeyMatcher(TypeSchema written, TypeSchema present)
{
    private readonly SchemaTable _written = new(written);
    private readonly SchemaTable _present = new(present);

    /// <summary>What has changed; null where the bytes are the same.</summary>
    public static SchemaChange? FindChange(TypeSchema written, TypeSchema present) =>
        written.Equals(present) ? null : new KeyMatcher(written, present).Find(written, present, SchemaText.NameOf(present), "");

    private SchemaChange? Find(TypeSchema from, TypeSchema to, string path, string prefix)
    {
        (from, to) = (_written.Resolve(from), _present.Resolve(to));
        if (!HaveSameParts(from, to))
            return new SchemaChange(SchemaChangeKind.Replaced, path, SchemaText.Of(from), SchemaText.Of(to), SchemaAdvice.KeysStay);
        for (var i = 0; i < from.Members.Count; i++)
        {
            var (name, isPart) = (from.Members[i].Name, IsPart(from));
            var inner = isPart ? prefix + name : path;
            if (Find(from.Members[i].Schema, to.Members[i].Schema, inner, isPart ? $"{inner}." : prefix) is { } change) return change;
        }

        return null;
    }

    private static bool HaveSameParts(TypeSchema from, TypeSchema to)
    {
        if (from.Kind != SchemaKind.Key || to.Kind != SchemaKind.Key) return from.Equals(to);
        if (from.Members.Count == 0 || to.Members.Count == 0) return from.Members.Count == to.Members.Count && from.TypeName == to.TypeName;
        return IsMarked(from) == IsMarked(to) && from.Members.Select(m => m.Name).SequenceEqual(to.Members.Select(m => m.Name));
    }

    // A mark for null before the value: of a nullable, or of a part that is a reference, which bears the name of what it refers to.
    private static bool IsMarked(TypeSchema schema) => schema.Members is [{ Name: "value" } value] &&
        (schema.TypeName == value.Schema.TypeName || schema.TypeName.StartsWith("System.Nullable<", StringComparison.Ordinal));

    private static bool IsPart(TypeSchema owner) => !IsMarked(owner) && owner.Members is not [{ Name: "underlying" }];
}
