namespace FlowActors.Examples.Nexmark;

/// <summary>Query 1 changes the currency of every bid.</summary>
internal static class Q1
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.Map(Convert));

    public static Row Convert(Bid bid) =>
        new(bid.Auction, bid.Bidder, Euros.FromDollars(bid.Price), bid.DateTime, bid.Extra);

    internal sealed record Row(long Auction, long Bidder, Euros Price, long DateTime, string Extra) : INexmarkRow
    {
        public void WriteTo(RowWriter row) =>
            row.Column(Auction).Column(Bidder).Column(Price).Column(DateTime).Column(Extra);
    }
}
