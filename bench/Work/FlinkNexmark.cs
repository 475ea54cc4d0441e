namespace FlowActors.Bench.Work;

/// <summary>
/// Flink 2.3 on Nexmark, in thousands of events per CPU second of the whole process: Flink SQL on Java 17 with the hashmap
/// state backend, parallelism 1, one process with a MiniCluster, object reuse, mini-batches, checkpoints every 10 s, blackhole
/// sink, generator included; 1 to 3 million events, best of rounds 2 to 4, on a machine of two cores of an AMD EPYC (family
/// 26). Measured once and kept here; a comparison on another kind of machine needs them measured there.
/// </summary>
internal static class FlinkNexmark
{
    public static IReadOnlyList<(string Query, double ThousandEventsPerCpuSecond)> Figures { get; } =
    [
        ("q0", 589), ("q1", 545), ("q2", 699), ("q14", 512), ("q17", 305), ("q18", 216), ("q21", 253), ("q22", 435),
    ];

    /// <summary>The same with state on RocksDB and 1 GB of managed memory.</summary>
    public static IReadOnlyDictionary<string, double> OnRocksDb { get; } = new Dictionary<string, double> { ["q17"] = 216, ["q18"] = 144 };
}
