namespace FlowActors.Client.Savepoints;

/// <summary>The savepoints below the server's savepoint folders: <c>GET /savepoints</c>.</summary>
/// <param name="Savepoints">The latest first.</param>
/// <param name="IsCut">Whether there are more than are listed.</param>
public sealed record SavepointList(IReadOnlyList<SavepointInfo> Savepoints, bool IsCut);

/// <summary>A savepoint.</summary>
/// <param name="Path">The full path of its folder.</param>
/// <param name="Job">The id of the job that wrote it; null where it cannot be read.</param>
/// <param name="JobName">Its name; null where it cannot be read.</param>
/// <param name="Checkpoint">Its number; null where it cannot be read.</param>
/// <param name="TriggeredAt">When it was asked for; null where it cannot be read.</param>
/// <param name="Form"><c>canonical</c> or <c>native</c>; null where it cannot be read.</param>
/// <param name="IsDrained">Whether the end of all input has gone before it: a job that begins with it has nothing left to read.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Failure">Why it cannot be read; null where it can.</param>
public sealed record SavepointInfo(
    string Path, string? Job, string? JobName, long? Checkpoint, DateTimeOffset? TriggeredAt, string? Form, bool IsDrained, long Bytes, string? Failure);
