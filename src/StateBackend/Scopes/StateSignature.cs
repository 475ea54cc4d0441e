using FlowActors.Serialization;

namespace FlowActors.State.Scopes;

/// <summary>What a name stands for: a kind of state and its types.</summary>
internal readonly record struct StateSignature(StateKind Kind, Type First, Type? Second = null, Type? Third = null)
{
    public IReadOnlyList<Type> Types => [.. new[] { First, Second, Third }.OfType<Type>()];

    /// <summary>Whether the operator itself addresses it by any key, as a table: user code cannot have it as a state.</summary>
    public bool IsTable { get; init; }

    /// <summary>How long it is kept; null for ever.</summary>
    public StateTtlConfig? TimeToLive { get; init; }

    public override string ToString() =>
        $"{StateKinds.TextOf(Kind)} state of {string.Join(", ", Types.Select(TypeNames.Of))}{(TimeToLive is null ? "" : $" with {TimeToLive}")}" +
        (IsTable ? " of the operator's own" : "");
}
