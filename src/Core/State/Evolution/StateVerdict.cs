using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>Whether state that was written can be read as the state that a program has now.</summary>
internal abstract record StateVerdict
{
    private StateVerdict()
    {
    }

    /// <summary>The bytes are the same; types may have other names.</summary>
    public sealed record Same : StateVerdict;

    /// <summary>Values are read by the schema that they were written under.</summary>
    /// <param name="Changes">What has changed in the values.</param>
    public sealed record Evolves(IReadOnlyList<SchemaChange> Changes) : StateVerdict;

    /// <summary>It cannot be read.</summary>
    /// <param name="Reasons">All that stands in the way, each with what to do.</param>
    public sealed record Incompatible(IReadOnlyList<StateObstacle> Reasons) : StateVerdict;
}

/// <summary>What stands in the way of reading a state.</summary>
/// <param name="Part">Where: <c>kind</c>, <c>keys</c>, <c>namespaces</c>, <c>map keys</c> or <c>values</c>.</param>
/// <param name="Change">What has changed, and what to do.</param>
internal sealed record StateObstacle(string Part, SchemaChange Change)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Part}: {Change}";
}
