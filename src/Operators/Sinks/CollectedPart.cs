namespace FlowActors.Sinks;

/// <summary>All records that one subtask has collected. Stands in snapshots: its members are a format.</summary>
internal sealed record CollectedPart<T>(int Subtask, int Parallelism, List<T> Values);
