namespace FlowActors.State;

/// <summary>What a state is. Names are written into snapshots and never change.</summary>
public enum StateKind
{
    /// <summary>One value for each key.</summary>
    Value,

    /// <summary>A list for each key.</summary>
    List,

    /// <summary>A map for each key.</summary>
    Map,

    /// <summary>A fold of values of one type for each key.</summary>
    Reducing,

    /// <summary>A fold by an aggregate function for each key.</summary>
    Aggregating,

    /// <summary>A list of the subtask, split evenly over the subtasks when their number changes.</summary>
    OperatorList,

    /// <summary>A list of the subtask, of which each subtask gets all elements of all when their number changes.</summary>
    UnionList,

    /// <summary>A map that all subtasks hold alike.</summary>
    Broadcast,

    /// <summary>Timers of keys.</summary>
    Timers,
}

/// <summary>One state of a scope, without its generic types: what a snapshot, a query or a metric needs to know.</summary>
/// <param name="OperatorUid">Whose it is.</param>
/// <param name="OperatorName">The operator's name, for people.</param>
/// <param name="Name">The state's name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="KeyType">The type of the keys; null for operator state.</param>
/// <param name="ValueTypes">
/// The types that the name stands for: the value; of a map and a broadcast state the map key and the value; of an aggregating state
/// what is added, what is kept, and what is read; of timers the time and, where they have one, the namespace.
/// </param>
/// <param name="Keys">How many keys (of windows: keys and windows) have something in it; of timers, how many there are; 0 for operator state.</param>
/// <param name="Elements">How many values, list elements or map entries it holds.</param>
public sealed record RegisteredState(
    string OperatorUid,
    string OperatorName,
    string Name,
    StateKind Kind,
    Type? KeyType,
    IReadOnlyList<Type> ValueTypes,
    long Keys,
    long Elements);
