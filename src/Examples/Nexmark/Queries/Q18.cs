namespace FlowActors.Examples.Nexmark;

/// <summary>Query 18 finds the last bid of each bidder for each auction; of two at the same time the one later in the stream.</summary>
internal static class Q18
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.TakeLast(bids.KeyBy(KeyOf).Reduce(Later).WithUid("last-bids").Map(bid => new Row(bid)), row => KeyOf(row.Bid));

    public static Key KeyOf(Bid bid) => new(bid.Bidder, bid.Auction);

    public static Bid Later(Bid known, Bid next) => next.DateTime >= known.DateTime ? next : known;

    internal readonly record struct Key(long Bidder, long Auction);

    internal readonly record struct Row(Bid Bid) : INexmarkRow
    {
        public void WriteTo(RowWriter row) => row
            .Column(Bid.Auction).Column(Bid.Bidder).Column(Bid.Price).Column(Bid.Channel).Column(Bid.Url)
            .Column(Bid.DateTime).Column(Bid.Extra);
    }
}
