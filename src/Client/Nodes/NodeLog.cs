namespace FlowActors.Client.Nodes;

/// <summary>What a node has logged last: <c>GET /nodes/{node}/logs</c>.</summary>
/// <param name="Lines">The oldest first; 1,000 at most.</param>
public sealed record NodeLog(IReadOnlyList<NodeLogLine> Lines);

/// <summary>A line of a log.</summary>
/// <param name="Number">Counts the lines of the node, from 1.</param>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How serious it is: <c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Category">What has logged it.</param>
/// <param name="Message">The message; cut where it is longer than 2,000 characters.</param>
/// <param name="Failure">Type and message of the exception; null for none.</param>
public sealed record NodeLogLine(long Number, DateTimeOffset Time, string Level, string Category, string Message, string? Failure);
