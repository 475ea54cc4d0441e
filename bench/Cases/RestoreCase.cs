using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>How long much state keeps a job from its first record.</summary>
internal sealed class RestoreCase : CompositeCase
{
    public override string Name => "restore";

    public override string Summary => "from the submission with a savepoint of much state in local files to the first record, in memory and on RocksDB";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new RestoreSpeedCase("restore-memory", "restore-seconds", StateChoice.InMemory),
        new RestoreSpeedCase("restore-rocksdb", "rocksdb-restore-seconds", StateChoice.OnRocksDb()),
    ];
}
