namespace FlowActors.Sinks;

/// <summary>All records that one subtask has collected. Stands in snapshots: its members are a format.</summary>
/// <param name="Job">The id of the job.</param>
/// <param name="Attempt">The attempt of the subtask.</param>
/// <param name="Subtask">The number of the subtask.</param>
/// <param name="Parallelism">Of how many.</param>
/// <param name="Values">The records.</param>
internal sealed record CollectedPart<T>(string Job, int Attempt, int Subtask, int Parallelism, List<T> Values);
