namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>
/// The environment variables that decide how much memory allocators keep for themselves, as the measured process has them: those of this one, else what docs/state.md recommends.
/// </summary>
internal static class AllocatorSettings
{
    private static readonly (string Name, string? Recommended)[] s_all =
    [
        // One arena: what one thread frees another one can use.
        ("MALLOC_ARENA_MAX", "1"),
        // Fixed, so that a memtable goes back to the system.
        ("MALLOC_MMAP_THRESHOLD_", "131072"),
        ("MALLOC_TRIM_THRESHOLD_", null),
        ("LD_PRELOAD", null),
        // The default of .NET, with which a young generation takes 6 MB instead of up to 200.
        ("DOTNET_gcConcurrent", "1"),
        ("DOTNET_gcServer", null),
        ("DOTNET_GCConserveMemory", null),
        ("DOTNET_GCgen0size", null),
        ("DOTNET_GCHeapHardLimit", null),
    ];

    /// <summary>Each with its value; null where it is not set.</summary>
    public static IReadOnlyList<(string Name, string? Value)> OfProcess => [.. s_all.Select(s => (s.Name, Environment.GetEnvironmentVariable(s.Name) ?? s.Recommended))];
}
