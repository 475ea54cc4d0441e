namespace FlowActors.Examples.Nexmark;

/// <summary>Query 2 selects the bids for some auctions.</summary>
internal static class Q2
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.Filter(IsSelected).Map(Project));

    public static bool IsSelected(Bid bid) => bid.Auction % 123 == 0;

    public static Row Project(Bid bid) => new(bid.Auction, bid.Price);

    internal readonly record struct Row(long Auction, long Price) : INexmarkRow
    {
        public void WriteTo(RowWriter row) => row.Column(Auction).Column(Price);
    }
}
