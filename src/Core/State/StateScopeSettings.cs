using FlowActors.Serialization;

namespace FlowActors.State;

/// <summary>What a state backend must know of a subtask.</summary>
/// <param name="Job">The job.</param>
/// <param name="Attempt">The number of the attempt: another attempt's state is another scope, even while the earlier one still ends.</param>
/// <param name="Vertex">The number of the vertex in the job graph.</param>
/// <param name="Subtask">The index of the subtask, from 0.</param>
/// <param name="MaxParallelism">The number of key groups of the vertex.</param>
/// <param name="KeyGroups">Those of this subtask.</param>
/// <param name="Operators">The operators of the chain, head first.</param>
/// <param name="Serializers">The serializers of the job.</param>
/// <param name="Time">The processing time of the job.</param>
/// <param name="CopyMutableValues">Whether values of mutable types are copied as they enter and leave folds.</param>
public sealed record StateScopeSettings(
    JobId Job,
    int Attempt,
    int Vertex,
    int Subtask,
    int MaxParallelism,
    KeyGroupRange KeyGroups,
    IReadOnlyList<StateOperator> Operators,
    SerializerRegistry Serializers,
    TimeProvider Time,
    bool CopyMutableValues = true);

/// <summary>An operator whose state a scope holds.</summary>
/// <param name="Uid">Under which its states are kept.</param>
/// <param name="Name">For people: in messages.</param>
public readonly record struct StateOperator(string Uid, string Name)
{
    /// <summary>Whether all of its keyed states may be read by queries, whatever their descriptors say.</summary>
    public bool IsQueryable { get; init; }
}
