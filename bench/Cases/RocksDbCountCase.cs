using FlowActors.Bench.Baselines;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;
using FlowActors.State.Memory;
using FlowActors.State.RocksDb;

namespace FlowActors.Bench.Cases;

/// <summary>A keyed count of longs in the table of the backend on RocksDB and in another place, per CPU second: RocksDB's own threads count.</summary>
/// <param name="name">The case's name.</param>
/// <param name="keys">Which keys, for people.</param>
/// <param name="isInMemory">Whether the other place is the backend in memory; else it is the bare database.</param>
/// <param name="create">Makes the keys.</param>
internal sealed class RocksDbCountCase(string name, string keys, bool isInMemory, Func<RunningKeys> create) : ComparisonCase
{
    // Of an entry in the cache of objects, about.
    private const int EntryBytes = 64;
    private const int Entries = 100_000;
    private const string OnRocksDb = "rocksdb";

    private string Other => isInMemory ? "memory" : "bare";

    public override string Name => name;

    public override string Summary => $"keyed count of longs on RocksDB, {keys}, one thread";

    protected override IReadOnlyList<Figure> Figures => [new CpuRatio($"{name}/{Other}", OnRocksDb, Other)];

    protected override IReadOnlyList<Contender> CreateContenders()
    {
        var work = create();
        return
        [
            new StateCount(OnRocksDb, work, () => new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = BareRocksDb.MemoryBytes + Entries * EntryBytes })),
            isInMemory ? new StateCount(Other, work, () => new MemoryStateBackend()) : new BareRocksDb(Other, work),
        ];
    }
}
