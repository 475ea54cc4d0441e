using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>What checkpoints cost: the rate of a job, records that wait for a barrier, and how long they take behind backpressure.</summary>
internal sealed class CheckpointCase : CompositeCase
{
    private const int ManyKeys = 1_000_000;
    private const int VeryManyKeys = 10_000_000;

    public override string Name => "checkpoint";

    public override string Summary => "keyed count in memory and on RocksDB with checkpoints and without, pauses at barriers, a checkpoint beside a slow sink";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new CheckpointRateCase("checkpoint-1m", "checkpointed/plain", ManyKeys, roundsMax: 2, StateChoice.InMemory),
        new CheckpointRateCase("checkpoint-10m", "checkpointed-10m/plain", VeryManyKeys, roundsMax: 1, StateChoice.InMemory),
        new CheckpointRateCase("checkpoint-rocksdb", "rocksdb-checkpointed/plain", ManyKeys, roundsMax: 2, StateChoice.OnRocksDb()),
        new CheckpointPauseCase("checkpoint-pause", "barrier-pause-p99-ms", ManyKeys, StateChoice.InMemory),
        new CheckpointPauseCase("checkpoint-pause-rocksdb", "rocksdb-barrier-pause-p99-ms", ManyKeys, StateChoice.OnRocksDb()),
        new CheckpointUnalignedCase(),
    ];
}
