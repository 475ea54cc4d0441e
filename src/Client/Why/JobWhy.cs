namespace FlowActors.Client.Why;

/// <summary>What holds a job back: <c>GET /jobs/{job}/why</c>.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Text">The most important of it in a sentence, also where there is nothing.</param>
/// <param name="Findings">What was found, most important first; none where nothing holds it back.</param>
public sealed record JobWhy(string Job, string Name, string Status, string Text, IReadOnlyList<WhyFinding> Findings);

/// <summary>Something that holds a job back.</summary>
/// <param name="Kind">
/// What it is: <c>notRunning</c>, <c>restarting</c>, <c>longCall</c>, <c>backPressure</c>, <c>checkpointWaits</c>, <c>watermarkHeld</c>,
/// <c>watermarkStands</c>, <c>noWatermark</c> or <c>skew</c>.
/// </param>
/// <param name="Vertex">The id of the vertex; null where it is in none.</param>
/// <param name="Operator">The operator, or the vertex's name where it is not known which; null where it is in none.</param>
/// <param name="Subtask">The subtask; null where it is in none, or in several.</param>
/// <param name="Since">Since when; null where that is not known.</param>
/// <param name="Text">What people are told: what it is, where, and what to do.</param>
/// <param name="Split">The split that holds the watermark; null where none does.</param>
/// <param name="Checkpoint">The checkpoint that waits; null where none does.</param>
/// <param name="Subtasks">The subtasks that a checkpoint waits for, as vertex-subtask; none elsewhere.</param>
public sealed record WhyFinding(
    string Kind,
    int? Vertex,
    string? Operator,
    int? Subtask,
    DateTimeOffset? Since,
    string Text,
    string? Split = null,
    long? Checkpoint = null,
    IReadOnlyList<string>? Subtasks = null);
