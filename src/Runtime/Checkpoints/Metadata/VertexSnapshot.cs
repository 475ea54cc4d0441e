using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>A vertex as it was, and the state of it.</summary>
/// <param name="Id">Its id in the job graph; for people, as it is another in a changed program.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parallelism">How many subtasks it had.</param>
/// <param name="MaxParallelism">How many key groups it had, and has for ever.</param>
/// <param name="Operators">The operators of its chain, from the head.</param>
/// <param name="Subtasks">One for each subtask, by index.</param>
/// <param name="SourceCoordinators">What the enumerators of its sources have stored; mostly one or none.</param>
internal sealed record VertexSnapshot(
    int Id,
    string Name,
    int Parallelism,
    int MaxParallelism,
    IReadOnlyList<OperatorSummary> Operators,
    IReadOnlyList<SubtaskSnapshot> Subtasks,
    IReadOnlyList<SourceCoordinatorSnapshot> SourceCoordinators)
{
    /// <summary>All files of the vertex.</summary>
    public IEnumerable<StateHandle> Handles() =>
        Subtasks.SelectMany(subtask => subtask.Handles()).Concat(SourceCoordinators.Select(coordinator => coordinator.File));
}

/// <summary>An operator of a chain: state is found again by its uid.</summary>
internal sealed record OperatorSummary(string Uid, string Name);

/// <summary>What the enumerator of a source has stored.</summary>
/// <param name="OperatorUid">The uid of the source.</param>
/// <param name="File">Its state.</param>
internal sealed record SourceCoordinatorSnapshot(string OperatorUid, StateHandle File);
