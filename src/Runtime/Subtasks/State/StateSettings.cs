using FlowActors.State.Telemetry.Latency;

namespace FlowActors.Runtime.Subtasks.State;

/// <summary>The key <c>flowactors.state</c>.</summary>
/// <param name="Backend">The name of the backend of jobs that choose none.</param>
internal sealed record StateSettings(string Backend)
{
    /// <summary>What the state of all subtasks of a process may take in memory where a backend keeps it on disk, in bytes.</summary>
    public long MemoryBytes { get; init; } = 512 << 20;

    /// <summary>The folders for files of state; none for one below the system's temporary folders.</summary>
    public IReadOnlyList<string> LocalDirs { get; init; } = [];

    /// <summary>Whether queries may read all keyed state of all jobs, whatever their descriptors say.</summary>
    public bool IsAllQueryable { get; init; }

    /// <summary>How accesses to keyed state are measured; null: not at all.</summary>
    public LatencyTracking? Latencies { get; init; }
}
