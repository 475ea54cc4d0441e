namespace FlowActors.Serialization;

/// <summary>A value is immutable when no part that can be reached from it can change; recursion adds nothing to that.</summary>
internal static class Immutability
{
    public static bool Of(TypeSerializer root)
    {
        var seen = new HashSet<TypeSerializer>(ReferenceEqualityComparer.Instance) { root };
        var open = new Stack<TypeSerializer>(seen);
        while (open.TryPop(out var next))
        {
            if (!next.IsShallowlyImmutable) return false;
            foreach (var part in next.Nested)
            {
                if (seen.Add(part)) open.Push(part);
            }
        }

        return true;
    }
}
