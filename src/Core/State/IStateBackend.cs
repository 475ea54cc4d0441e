using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>Makes the state of operators; chosen for each job. Thread-safe.</summary>
public interface IStateBackend
{
    /// <summary>The name by which configuration and <c>--state</c> choose it, for example <c>memory</c>.</summary>
    string Name { get; }

    /// <summary>Keyed state for one operator of one subtask.</summary>
    IKeyedStateBackend<TKey> CreateKeyed<TKey>(KeyedStateSettings settings);

    /// <summary>Operator state for one operator of one subtask.</summary>
    IOperatorStateStore CreateOperatorState(OperatorStateSettings settings);
}

/// <summary>What operator state must know of its subtask.</summary>
/// <param name="OperatorUid">Whose state it is: under which it is kept.</param>
/// <param name="OperatorName">Whose state it is, for people: in messages.</param>
/// <param name="Serializers">The serializers of the job.</param>
public sealed record OperatorStateSettings(string OperatorUid, string OperatorName, SerializerRegistry Serializers);

/// <summary>What a keyed backend must know of its subtask.</summary>
/// <param name="OperatorUid">Whose state it is: under which it is kept.</param>
/// <param name="OperatorName">Whose state it is, for people: in messages.</param>
/// <param name="MaxParallelism">The number of key groups of the operator.</param>
/// <param name="KeyGroups">Those of this subtask.</param>
/// <param name="Serializers">The serializers of the job.</param>
/// <param name="CopyMutableValues">Whether values of mutable types are copied as built-in operators take them out of state.</param>
public sealed record KeyedStateSettings(
    string OperatorUid, string OperatorName, int MaxParallelism, KeyGroupRange KeyGroups, SerializerRegistry Serializers, bool CopyMutableValues = true);
