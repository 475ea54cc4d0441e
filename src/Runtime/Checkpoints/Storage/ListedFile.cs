namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>A file of a job's own lineage that was found, not named.</summary>
/// <param name="File">The file.</param>
/// <param name="Writer">Who wrote it; null of metadata, which the coordinator writes.</param>
internal readonly record struct ListedFile(StoredFile File, StateFileWriterId? Writer);
