namespace FlowActors.Bench.Candidates;

/// <summary>A record that knows when it was due, in ticks of the stopwatch.</summary>
internal readonly record struct DueRecord(long Number, long Due);
