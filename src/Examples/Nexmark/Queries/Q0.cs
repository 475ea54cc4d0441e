namespace FlowActors.Examples.Nexmark;

/// <summary>Query 0 passes every bid through.</summary>
internal static class Q0
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.Map(Project));

    public static Row Project(Bid bid) => new(bid.Auction, bid.Bidder, bid.Price, bid.DateTime, bid.Extra);

    internal sealed record Row(long Auction, long Bidder, long Price, long DateTime, string Extra) : INexmarkRow
    {
        public void WriteTo(RowWriter row) =>
            row.Column(Auction).Column(Bidder).Column(Price).Column(DateTime).Column(Extra);
    }
}
