namespace FlowActors.Runtime.Checkpoints.Coordination;

/// <summary>A snapshot that a job has taken over. Its folder may hold another one by now: job and number tell.</summary>
/// <param name="Folder">The full path of its folder.</param>
/// <param name="Job">The job that wrote it.</param>
/// <param name="Checkpoint">Its number there.</param>
internal sealed record ClaimedSnapshot(string Folder, string Job, long Checkpoint);
