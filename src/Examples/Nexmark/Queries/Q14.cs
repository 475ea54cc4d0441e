namespace FlowActors.Examples.Nexmark;

/// <summary>Query 14 computes: it converts, classifies by the hour and counts letters, for bids of a middle size.</summary>
internal static class Q14
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.Filter(IsSelected).Map(Compute));

    private const long MillisecondsPerHour = 3_600_000;
    private static readonly Euros Lowest = Euros.Whole(1_000_000);
    private static readonly Euros Highest = Euros.Whole(50_000_000);

    public static bool IsSelected(Bid bid)
    {
        var price = Euros.FromDollars(bid.Price);
        return price > Lowest && price < Highest;
    }

    public static Row Compute(Bid bid) => new(
        bid.Auction,
        bid.Bidder,
        Euros.FromDollars(bid.Price),
        TypeOf(bid.DateTime / MillisecondsPerHour % 24),
        bid.DateTime,
        bid.Extra,
        bid.Extra.AsSpan().Count('c'));

    private static string TypeOf(long hour) => hour switch
    {
        >= 8 and <= 18 => "dayTime",
        <= 6 or >= 20 => "nightTime",
        _ => "otherTime",
    };

    internal sealed record Row(
        long Auction, long Bidder, Euros Price, string BidTimeType, long DateTime, string Extra, int LetterCount) : INexmarkRow
    {
        public void WriteTo(RowWriter row) => row
            .Column(Auction).Column(Bidder).Column(Price).Column(BidTimeType).Column(DateTime).Column(Extra).Column(LetterCount);
    }
}
