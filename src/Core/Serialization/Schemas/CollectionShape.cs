using System.Collections.Frozen;

namespace FlowActors.Serialization;

/// <summary>Which collections can take the elements of which others, by the names that their schemas have.</summary>
internal static class CollectionShape
{
    // Of a stack or a bag the elements come in an order that is its own; they stay what they are.
    private static readonly FrozenSet<string> s_lists = FrozenSet.Create(
        StringComparer.Ordinal,
        "[]", "List", "IList", "IReadOnlyList", "ICollection", "IReadOnlyCollection", "IEnumerable", "LinkedList", "Queue", "Collection", "ReadOnlyCollection",
        "ImmutableArray", "ImmutableList", "IImmutableList", "ImmutableQueue", "IImmutableQueue", "ConcurrentQueue");

    private static readonly FrozenSet<string> s_sets = FrozenSet.Create(
        StringComparer.Ordinal, "HashSet", "ISet", "IReadOnlySet", "SortedSet", "ImmutableHashSet", "IImmutableSet", "ImmutableSortedSet", "FrozenSet");

    /// <summary>Whether elements are told apart by what they are, so that two must not become one.</summary>
    public static bool IsSet(TypeSchema sequence) => s_sets.Contains(DefinitionOf(sequence));

    /// <summary>Whether all elements of the one fit into the other.</summary>
    public static bool CanTake(TypeSchema written, TypeSchema present)
    {
        var (from, to) = (DefinitionOf(written), DefinitionOf(present));
        if (from == to) return true;
        return (s_lists.Contains(from) && s_lists.Contains(to)) || (s_sets.Contains(from) && (s_sets.Contains(to) || s_lists.Contains(to)));
    }

    // The names of .NET's own are known without their namespaces, those of others are taken whole.
    private static string DefinitionOf(TypeSchema schema)
    {
        var name = schema.TypeName;
        if (name.EndsWith(']')) return name[name.LastIndexOf('[')..];
        var arguments = name.IndexOf('<', StringComparison.Ordinal);
        if (arguments >= 0) name = name[..arguments];
        return name.StartsWith("System.Collections.", StringComparison.Ordinal) ? name[(name.LastIndexOf('.') + 1)..] : name;
    }
}
