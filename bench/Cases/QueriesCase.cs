using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>Live state over HTTP, beside a job and of many keys.</summary>
internal sealed class QueriesCase : CompositeCase
{
    public override string Name => "queries";

    public override string Summary => "live state over HTTP: single keys beside a job at half its full rate, and all keys page by page";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new QueriesReadCase("queries-memory", "", "memory"), new QueriesReadCase("queries-rocksdb", "rocksdb-", "rocksdb"),
        new QueriesScanCase("queries-scan-memory", "", "memory"), new QueriesScanCase("queries-scan-rocksdb", "rocksdb-", "rocksdb"),
    ];
}
