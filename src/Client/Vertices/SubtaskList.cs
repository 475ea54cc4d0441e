namespace FlowActors.Client.Vertices;

/// <summary>The subtasks of a vertex: <c>GET /jobs/{job}/vertices/{vertex}/subtasks</c>.</summary>
/// <param name="Subtasks">All of them, by their numbers.</param>
public sealed record SubtaskList(IReadOnlyList<SubtaskSummary> Subtasks);

/// <summary>One subtask.</summary>
/// <param name="Subtask">Its number within the vertex, from 0.</param>
/// <param name="Node">Its node, as <c>host:port</c>; null while no node knows of it.</param>
/// <param name="Attempt">The number of its attempt; null while no node knows of it.</param>
/// <param name="Status">
/// Where it stands: <c>Deployed</c>, <c>Restoring</c>, <c>Ready</c>, <c>Running</c>, <c>Finishing</c>, <c>Committing</c>, <c>Finished</c>, <c>Failed</c>,
/// <c>Stopped</c>, or <c>Absent</c> where no node knows of it.
/// </param>
/// <param name="Timeline">When it came into each of these, in order, in this attempt.</param>
/// <param name="RecordsIn">How many records it has read in this attempt; 0 of a source.</param>
/// <param name="RecordsOut">How many records it has handed on, once for each receiver.</param>
/// <param name="Time">How it has spent the last seconds; null while no node knows of it.</param>
/// <param name="Operator">The operator whose code is at work at this moment; null when none is.</param>
/// <param name="CallMs">For how long it has been within one call of that, in ms; 0 when none is.</param>
public sealed record SubtaskSummary(
    int Subtask,
    string? Node,
    int? Attempt,
    string Status,
    IReadOnlyList<SubtaskStep> Timeline,
    long RecordsIn,
    long RecordsOut,
    SubtaskTime? Time,
    string? Operator,
    double CallMs);

/// <summary>A step in the life of a subtask.</summary>
/// <param name="Status">Where it stood from then on.</param>
/// <param name="At">When.</param>
public sealed record SubtaskStep(string Status, DateTimeOffset At);
