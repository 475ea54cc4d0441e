namespace FlowActors.Serialization;

/// <summary>Tells the types of .NET and of F#, whose collections are known to hold nothing but their elements, from all others.</summary>
internal static class FrameworkTypes
{
    public static bool Contains(Type type) => type.Namespace is "System" or "Microsoft.FSharp" ||
        type.Namespace?.StartsWith("System.", StringComparison.Ordinal) is true || type.Namespace?.StartsWith("Microsoft.FSharp.", StringComparison.Ordinal) is true;
}
