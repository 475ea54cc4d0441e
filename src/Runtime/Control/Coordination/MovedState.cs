using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>How much state lives on another node than before. Pure.</summary>
internal static class MovedState
{
    /// <summary>
    /// The size of the state whose key groups have come to another node: of a subtask's files the share that its key groups have which are elsewhere by now.
    /// </summary>
    /// <param name="parts">The parts of the checkpoint that the state was in.</param>
    /// <param name="before">The vertices that have written it.</param>
    /// <param name="after">The vertices that go on with it.</param>
    /// <param name="nodesBefore">The nodes of the slots before.</param>
    /// <param name="nodesAfter">The nodes of the slots after.</param>
    public static long Bytes(
        IEnumerable<CheckpointSubtask> parts, CheckpointShape before, CheckpointShape after, IReadOnlyList<string> nodesBefore, IReadOnlyList<string> nodesAfter)
    {
        var moved = 0.0;
        foreach (var part in parts.Where(p => p.Bytes > 0))
        {
            var (from, to) = (before.Vertices[part.Subtask.Vertex], after.Vertices[part.Subtask.Vertex]);
            var had = KeyGroups.RangeOf(part.Subtask.Index, from.MaxParallelism, from.Parallelism);
            var gone = Enumerable.Range(had.Start, had.Count)
                .Count(group => nodesAfter[KeyGroups.OwnerOf(group, to.MaxParallelism, to.Parallelism)] != nodesBefore[part.Subtask.Index]);
            moved += part.Bytes * (double)gone / had.Count;
        }

        return (long)Math.Round(moved);
    }
}
