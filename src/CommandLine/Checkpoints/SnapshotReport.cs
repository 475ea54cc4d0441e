namespace FlowActors.CommandLine.Checkpoints;

/// <summary>What a snapshot holds, as it is shown. The names of members are those of <c>--json</c>: none changes, others may come.</summary>
/// <param name="Folder">The full path.</param>
/// <param name="Kind">Checkpoint, Savepoint or Final.</param>
/// <param name="Checkpoint">Its number.</param>
/// <param name="Job">The job's id.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="TriggeredAt">When it was triggered, UTC.</param>
/// <param name="Unaligned">Whether it holds records that were under way.</param>
/// <param name="Drained">Whether the end of all input has gone before it.</param>
/// <param name="Bytes">The size of all its files but the metadata.</param>
/// <param name="Files">The number of these files.</param>
/// <param name="Vertices">The vertices of the job.</param>
internal sealed record SnapshotReport(
    string Folder,
    string Kind,
    long Checkpoint,
    string Job,
    string JobName,
    DateTime TriggeredAt,
    bool Unaligned,
    bool Drained,
    long Bytes,
    int Files,
    IReadOnlyList<VertexReport> Vertices)
{
    /// <summary>What of <see cref="Bytes"/> was written for it; the rest was there before.</summary>
    public required long WrittenBytes { get; init; }

    /// <summary>Canonical or Native; null of a snapshot of an earlier build.</summary>
    public required string? Form { get; init; }

    /// <summary>The state backends that wrote its keyed state.</summary>
    public required IReadOnlyList<string> Backends { get; init; }
}

/// <summary>A vertex and its state.</summary>
/// <param name="Id">Its id in the job graph.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parallelism">The number of its subtasks.</param>
/// <param name="MaxParallelism">The number of its key groups.</param>
/// <param name="Finished">How many subtasks had come to their end.</param>
/// <param name="Bytes">The size of its files.</param>
/// <param name="Operators">The operators of its chain.</param>
internal sealed record VertexReport(
    int Id, string Name, int Parallelism, int MaxParallelism, int Finished, long Bytes, IReadOnlyList<OperatorReport> Operators);

/// <summary>An operator and its states.</summary>
internal sealed record OperatorReport(string Uid, string Name, IReadOnlyList<StateReport> States);

/// <summary>A state of all subtasks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Elements">How many values, list elements, map entries or timers there are; of united and broadcast state all copies.</param>
/// <param name="Key">The type of the keys; null of operator state.</param>
/// <param name="Namespace">The type of what is kept apart within a key; null where there is none.</param>
/// <param name="MapKey">The type of the keys within a map; null of other kinds.</param>
/// <param name="Values">The types of the values: several where the type has changed, and some subtasks have not asked for the state since.</param>
internal sealed record StateReport(
    string Name, string Kind, long Elements, string? Key, string? Namespace, string? MapKey, IReadOnlyList<string> Values)
{
    /// <summary>Whether elements lie in databases too, which are not counted: only their backend reads them.</summary>
    public required bool InDatabase { get; init; }
}
