using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Cases;

/// <summary>What a keyed count costs on RocksDB: against the bare database, and against memory where memory would do.</summary>
internal sealed class RocksDbCase : CompositeCase
{
    private const int SomeKeys = 1_000_000;
    private const int ManyKeys = 20_000_000;

    public override string Name => "rocksdb";

    public override string Summary => "keyed count of longs in the table of the backend on RocksDB, against gets and puts and against memory";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new RocksDbCountCase("rocksdb-zipf", "1 M keys by Zipf's law with exponent 1", isInMemory: false, () => RunningKeys.ByZipf(SomeKeys, records: 1_000_000, runs: 12)),
        new RocksDbCountCase("rocksdb-uniform", "20 M keys evenly", isInMemory: false, () => RunningKeys.Uniformly(ManyKeys, records: 500_000)),
        new RocksDbCountCase("rocksdb-fits", "1 M keys evenly, all of them objects", isInMemory: true, () => RunningKeys.Uniformly(SomeKeys, records: 5_000_000)),
    ];
}
