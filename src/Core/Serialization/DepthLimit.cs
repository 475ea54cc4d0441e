namespace FlowActors.Serialization;

/// <summary>How deep values of recursive types may nest: a graph with a cycle ends in an exception, never in a stack overflow.</summary>
internal static class DepthLimit
{
    public const int Max = 1_000;

    public static SerializationException Exceeded(Type type) => new(
        $"A value of {TypeNames.Of(type)} nests more than {Max} levels deep, or contains itself. Break the cycle, or keep long chains in a list.");
}
