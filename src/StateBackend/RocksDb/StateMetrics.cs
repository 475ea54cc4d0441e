using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.Telemetry;

namespace FlowActors.State.RocksDb;

/// <summary>What a subtask's state tells of itself: RocksDB's own figures by Flink's names, those of the caches, and those of the budget.</summary>
internal static class StateMetrics
{
    /// <summary>RocksDB's properties of one family, which are summed over both.</summary>
    private static readonly string[] OfFamilies =
    [
        "rocksdb.cur-size-all-mem-tables", "rocksdb.estimate-num-keys", "rocksdb.estimate-live-data-size", "rocksdb.total-sst-files-size",
        "rocksdb.mem-table-flush-pending", "rocksdb.compaction-pending", "rocksdb.estimate-pending-compaction-bytes", "rocksdb.num-live-versions",
        "rocksdb.estimate-table-readers-mem",
    ];

    /// <summary>Those of the whole database.</summary>
    private static readonly string[] OfDatabase =
    [
        "rocksdb.num-running-flushes", "rocksdb.num-running-compactions", "rocksdb.background-errors", "rocksdb.actual-delayed-write-rate", "rocksdb.is-write-stopped",
    ];

    /// <summary>The names of those that each subtask has of its own.</summary>
    public static IReadOnlyList<string> OfSubtask { get; } = [.. OfFamilies, .. OfDatabase, "stateCacheAccesses", "stateCacheHits", "stateDatabaseReads"];

    /// <summary>The names of those that are the same for all subtasks that share a budget.</summary>
    public static IReadOnlyList<string> OfProcess { get; } =
        ["rocksdb.block-cache-usage", "rocksdb.block-cache-pinned-usage", "rocksdb.block-cache-capacity", "stateMemoryObjects", "stateMemoryBudget"];

    public static void Publish(StateDatabase database, DatabasePlace place, IStateMetrics metrics)
    {
        var group = metrics.Subtask;
        foreach (var property in OfFamilies)
            group.Gauge(property, () => Read(database, d => d.Number(property, StateDatabase.Points) + d.Number(property, StateDatabase.Ordered)));
        foreach (var property in OfDatabase) group.Gauge(property, () => Read(database, d => d.Number(property)));
        group.Gauge("rocksdb.block-cache-usage", () => place.Memory.Blocks.Usage);
        group.Gauge("rocksdb.block-cache-pinned-usage", () => place.Memory.Blocks.PinnedUsage);
        group.Gauge("rocksdb.block-cache-capacity", () => place.Memory.Blocks.Capacity);
        group.Gauge("stateCacheAccesses", () => database.Tables.Sum(t => t.Accesses));
        group.Gauge("stateCacheHits", () => database.Tables.Sum(t => t.Accesses - t.Misses));
        group.Gauge("stateDatabaseReads", () => database.Lookups);
        group.Gauge("stateMemoryObjects", () => place.Memory.Objects.Held);
        group.Gauge("stateMemoryBudget", () => place.Memory.Bytes);
    }

    private static double Read(StateDatabase database, Func<RocksDatabase, long> read) => database.Opened is { } opened ? read(opened) : 0;
}
