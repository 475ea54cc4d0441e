using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Cases;

/// <summary>Whether a subtask's state on RocksDB should lie in one database or in one for each fixed bundle of key groups.</summary>
internal sealed class BundlesCase : CompositeCase
{
    public override string Name => "bundles";

    public override string Summary => "the keyed state of a subtask on RocksDB in one database and in eight: count, snapshots, restore";

    public override IReadOnlyList<BenchCase> Parts { get; } =
    [
        new BundlesAtCase("bundles-16mb", "-at-16mb", 16L << 20, keys: 2_000_000, records: 400_000),
        new BundlesAtCase("bundles-512mb", "", 512L << 20, keys: 5_000_000, records: 2_000_000),

        // Without it the one before would mislead: there eight caches hold more of the keys than one, which has to copy itself whole to grow.
        new BundlesAtCase("bundles-fits", "-that-fits", 512L << 20, keys: 2_500_000, records: 2_000_000),
    ];
}
