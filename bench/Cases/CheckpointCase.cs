using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>What checkpoints cost: the rate of a job, records that wait for a barrier, and how long they take behind backpressure.</summary>
internal sealed class CheckpointCase : CompositeCase
{
    private const int ManyKeys = 1_000_000;
    private const int VeryManyKeys = 10_000_000;

    public override string Name => "checkpoint";

    public override string Summary => "keyed count in memory with checkpoints and without, pauses at barriers, a checkpoint beside a slow sink";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new CheckpointRateCase("checkpoint-1m", "checkpointed/plain", ManyKeys, roundsMax: 2),
        new CheckpointRateCase("checkpoint-10m", "checkpointed-10m/plain", VeryManyKeys, roundsMax: 1),
        new CheckpointPauseCase(ManyKeys),
        new CheckpointUnalignedCase(),
    ];
}
