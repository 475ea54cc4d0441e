using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>
/// Takes the state of a scope as bytes, element by element: the one form in which state leaves a scope and comes into another,
/// whatever backends and parallelism the two have. Used by one thread at a time.
/// </summary>
public interface IStateWriter
{
    /// <summary>Says what a number stands for; before the first element of that state.</summary>
    /// <param name="state">A number that the caller chose, from 0.</param>
    /// <param name="header">
    /// What the state is. One state may come under several numbers, whose headers differ in the schema of the values: their type has changed
    /// between the exports of some subtasks and others.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// It cannot be taken in: a state of another kind or with other keys has that name, or nobody has that operator.
    /// </exception>
    void Add(int state, StateHeader header);

    /// <summary>One element.</summary>
    /// <param name="state">The number of its state.</param>
    /// <param name="element">Valid during the call.</param>
    void Write(int state, in StateElement element);
}

/// <summary>What a state is, with the schemas that its bytes are positional against.</summary>
/// <param name="OperatorUid">Whose it is.</param>
/// <param name="OperatorName">The operator's name, for people.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Key">The schema of the keys; null for operator state.</param>
/// <param name="Namespace">The schema of namespaces, such as windows; null where there are none.</param>
/// <param name="MapKey">The schema of the keys of a map or a broadcast state; null for others.</param>
/// <param name="Value">The schema of values, list elements, values of a map, or accumulators.</param>
public sealed record StateHeader(
    string OperatorUid,
    string OperatorName,
    string Name,
    StateKind Kind,
    TypeSchema? Key,
    TypeSchema? Namespace,
    TypeSchema? MapKey,
    TypeSchema Value);

/// <summary>One value, list element or map entry as bytes.</summary>
public readonly ref struct StateElement
{
    /// <summary>The key group of <see cref="Key"/>; -1 for operator state.</summary>
    public required int KeyGroup { get; init; }

    /// <summary>The canonical bytes of the key; empty for operator state.</summary>
    public ReadOnlySpan<byte> Key { get; init; }

    /// <summary>The canonical bytes of the namespace; empty where there is none.</summary>
    public ReadOnlySpan<byte> Namespace { get; init; }

    /// <summary>The canonical bytes of the key within a map; empty for other kinds.</summary>
    public ReadOnlySpan<byte> MapKey { get; init; }

    /// <summary>The bytes of the value, by the schema of the header.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>
    /// When the element was last touched, in ms since the epoch of the job's processing time; null where its state has no
    /// <see cref="StateTtlConfig"/>.
    /// </summary>
    public long? LastTouch { get; init; }
}
