using FlowActors.Functions;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.State.Telemetry;

/// <summary>
/// Where the state of one subtask publishes its metrics, under Flink's names (<c>rocksdb.block-cache-usage</c>,
/// <c>counts.valueStateGetLatency.p99</c>). They count against the 256 KiB that all metrics of operators of a subtask may take.
/// </summary>
/// <remarks>
/// Gauges are read on any thread while somebody asks, one thread at a time, and never after the scope began to be disposed, which waits for
/// a read that is under way: so they may ask what the scope owns, and must not take long. Metrics are made on the thread that uses the scope.
/// </remarks>
internal interface IStateMetrics
{
    /// <summary>What belongs to the subtask as a whole, such as a database of all its states: published by its own name.</summary>
    IMetricGroup Subtask { get; }

    /// <summary>What belongs to one operator, such as the accesses of one of its states: published with the operator's name and a dot before its own.</summary>
    /// <exception cref="ArgumentException">No operator of the chain has that uid.</exception>
    IMetricGroup Of(string operatorUid);

    /// <summary>How accesses to keyed state are measured; null: not at all.</summary>
    LatencyTracking? Latencies { get; }
}
