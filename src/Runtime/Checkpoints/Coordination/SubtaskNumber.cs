namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>Names a subtask within its job, whatever its attempt.</summary>
/// <param name="Vertex">The vertex, by its id in the job graph.</param>
/// <param name="Index">From 0.</param>
internal readonly record struct SubtaskNumber(int Vertex, int Index);
