using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>Compares what was written of a state with what a program asks for: by their headers alone, without any element.</summary>
internal static class StateCompatibility
{
    private const string OwnName = "give what is new a name of its own";

    /// <summary>Whether elements under the one header can be read as elements of the other.</summary>
    /// <param name="written">The header in the snapshot.</param>
    /// <param name="present">The header of the same operator's state of that name now.</param>
    /// <param name="serializers">Those of the job: they know what users' own serializers have written.</param>
    public static StateVerdict Compare(StateHeader written, StateHeader present, SerializerRegistry serializers)
    {
        var obstacles = FindFixed(written, present).ToList();
        // Of another kind, the values are something else: there is nothing to compare.
        var values = written.Kind == present.Kind ? SchemaMatcher.Match(written.Value, present.Value, serializers.FindCustom) : null;
        if (values is not null) obstacles.AddRange(values.Changes.Where(c => !c.IsReadable).Select(c => new StateObstacle("values", c)));
        if (obstacles.Count > 0) return new StateVerdict.Incompatible(obstacles);
        return values!.IsIdentity ? new StateVerdict.Same() : new StateVerdict.Evolves(values.Changes);
    }

    /// <summary>What has changed of that which must never change: the kind, and what elements are found by.</summary>
    public static IEnumerable<StateObstacle> FindFixed(StateHeader written, StateHeader present)
    {
        if (written.Kind != present.Kind)
        {
            yield return new StateObstacle("kind", new SchemaChange(
                SchemaChangeKind.Replaced, "it", $"of kind {StateKinds.TextOf(written.Kind)}", $"of kind {StateKinds.TextOf(present.Kind)}", OwnName));
        }

        // The state of a key and that of a subtask have nothing in common: the kind has said it.
        if (written.Key is { } key && present.Key is { } presentKey && KeyMatcher.FindChange(key, presentKey) is { } change)
            yield return new StateObstacle("keys", change);
        if (written.Kind != present.Kind) yield break;
        if (Find("namespaces", written.Namespace, present.Namespace) is { } ofNamespaces) yield return ofNamespaces;
        if (Find("map keys", written.MapKey, present.MapKey) is { } ofMapKeys) yield return ofMapKeys;
    }

    private static StateObstacle? Find(string part, TypeSchema? written, TypeSchema? present)
    {
        if (written is null && present is null) return null;
        var change = written is not null && present is not null
            ? KeyMatcher.FindChange(written, present)
            : new SchemaChange(
                present is null ? SchemaChangeKind.Removed : SchemaChangeKind.Added,
                "the type",
                written is null ? null : SchemaText.NameOf(written),
                present is null ? null : SchemaText.NameOf(present),
                SchemaAdvice.KeysStay);
        return change is null ? null : new StateObstacle(part, change);
    }
}
