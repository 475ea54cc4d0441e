namespace FlowActors.Client.Savepoints;

/// <summary>Deletes a savepoint: <c>POST /savepoints/dispose</c>.</summary>
/// <param name="Path">Its folder: a path below one of the server's savepoint folders, or a name below the first.</param>
public sealed record SavepointDisposal(string Path);
