namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Which subtask writes a file, and for which checkpoint: becomes part of the file's name.</summary>
/// <param name="Writer">The attempt that writes.</param>
/// <param name="Checkpoint">The number of the checkpoint.</param>
/// <param name="VertexUid">Any text: the name holds its hash.</param>
/// <param name="Subtask">The subtask's index, or -1 of what belongs to the vertex as a whole.</param>
internal readonly record struct StateFileOwner(StateFileWriterId Writer, long Checkpoint, string VertexUid, int Subtask);
