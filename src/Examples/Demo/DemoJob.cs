using System.Globalization;
using FlowActors.Examples.CommandLine;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Examples.Demo;

/// <summary>
/// An auction house that never closes, whose state anyone may read: the bids and the best one of each auction, the bids of all, the best bid of each bidder. At a checkpoint the
/// bids of the auctions sum to those of all.
/// </summary>
internal sealed class DemoJob : IStreamJob
{
    /// <summary>The name that the job is registered by, and runs under.</summary>
    public const string Name = "demo";

    /// <summary>The key of all bids.</summary>
    public const string All = "all";

    // At ten million a second this is three years.
    private const long Events = 1L << 50;

    private const int Parallelism = 2;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(1);

    /// <summary>The arguments of the registered job.</summary>
    public static IReadOnlyDictionary<string, string> ArgumentsOf(DemoOptions options) => new Dictionary<string, string>
    {
        ["rate"] = options.Rate.ToString(CultureInfo.InvariantCulture),
        ["state"] = options.State.Backend,
        ["parallelism"] = Parallelism.ToString(CultureInfo.InvariantCulture),
    };

    public void Build(StreamExecutionEnvironment env, JobArguments arguments)
    {
        arguments.AllowOnly("rate", "state", "parallelism");
        var rate = arguments.Between("rate", DemoOptions.UsualRate, 1, DemoOptions.RateMax);
        env.SetStateBackend(arguments.OneOf("state", StateOptions.InMemory, StateOptions.Backends)).EnableCheckpointing(CheckpointInterval);
        if (arguments.Parallelism("parallelism") is { } parallelism) env.SetParallelism(parallelism);
        var bids = env.FromSource(new NexmarkSource(new NexmarkGenerator(seed: 1, group: 1, rate), Events, rate), "Auction house")
            .WithUid("events").WithParallelism(1)
            .FlatMap<Bid>((element, output) =>
            {
                if (element is Bid bid) output.Collect(bid);
            }).WithName("Bids").WithUid("bids").WithParallelism(1);
        bids.KeyBy(bid => bid.Auction).Process(() => new CountBids<long>()).WithName("Bids of each auction").WithUid("bids-by-auction").Discard();
        bids.KeyBy(_ => All).Process(() => new CountBids<string>()).WithName("All bids").WithUid("bids-total").WithParallelism(1).Discard();
        bids.Map(bid => new BestBid(bid.Bidder, bid.Auction, bid.Price)).KeyBy(bid => bid.Bidder).Reduce((best, bid) => bid.Price > best.Price ? bid : best)
            .WithName("Best bid of each bidder").WithUid("best-by-bidder").WithQueryableState().Discard();
    }
}

/// <summary>The highest bid of somebody.</summary>
internal readonly record struct BestBid(long Bidder, long Auction, long Price);
