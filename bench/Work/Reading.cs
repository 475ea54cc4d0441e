namespace FlowActors.Bench.Work;

/// <summary>A record of 32 bytes.</summary>
internal readonly record struct Reading(long Key, long Value, long A, long B);
