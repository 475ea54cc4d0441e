namespace FlowActors.Sources;

/// <summary>A record on its way from the fetching thread to the subtask's.</summary>
/// <param name="Record">The record.</param>
/// <param name="PositionBehind">Where its split goes on.</param>
/// <param name="Timestamp">Its event time, or none.</param>
internal readonly record struct FetchedRecord<T>(T Record, long PositionBehind, long Timestamp);

/// <summary>Records of one split that follow each other in a batch, from the end of the run before on.</summary>
/// <param name="SplitId">The split.</param>
/// <param name="End">The index behind the last of them.</param>
/// <param name="IsLast">Whether the split ends with them.</param>
internal readonly record struct FetchedRun(string SplitId, int End, bool IsLast);
