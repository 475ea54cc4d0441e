namespace FlowActors.Examples.Nexmark;

/// <summary>Query 22 splits the url of every bid into its directories.</summary>
internal static class Q22
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.Map(Split));

    public static Row Split(Bid bid)
    {
        Span<Range> parts = stackalloc Range[7];
        var count = bid.Url.AsSpan().Split(parts, '/');
        return new Row(
            bid.Auction, bid.Bidder, bid.Price, bid.Channel,
            Part(bid.Url, parts[..count], 3), Part(bid.Url, parts[..count], 4), Part(bid.Url, parts[..count], 5));
    }

    /// <summary>The part at an index, as SQL's SPLIT_INDEX gives it; null beyond the last.</summary>
    private static string? Part(string url, ReadOnlySpan<Range> parts, int index) => index < parts.Length ? url[parts[index]] : null;

    internal sealed record Row(
        long Auction, long Bidder, long Price, string Channel, string? Directory1, string? Directory2, string? Directory3) : INexmarkRow
    {
        public void WriteTo(RowWriter row) => row
            .Column(Auction).Column(Bidder).Column(Price).Column(Channel)
            .Column(Directory1).Column(Directory2).Column(Directory3);
    }
}
