namespace FlowActors.Examples.Nexmark;

/// <summary>Query 21 adds the id of the channel: well known for the large ones, else a parameter of the url. Bids without one are left out.</summary>
internal static class Q21
{
    public static void Build(DataStream<Bid> bids, NexmarkResults results) =>
        results.Take(bids.FlatMap<Row>((bid, output) =>
        {
            if (AddChannelId(bid) is { } row) output.Collect(row);
        }));

    private const string Parameter = "channel_id=";

    /// <summary>The bid with its channel's id, or null where it has none.</summary>
    public static Row? AddChannelId(Bid bid) => ChannelIdOf(bid) is { } id
        ? new Row(bid.Auction, bid.Bidder, bid.Price, bid.Channel, id)
        : null;

    private static string? ChannelIdOf(Bid bid) => bid.Channel.Length switch
    {
        5 when Is(bid, "apple") => "0",
        6 when Is(bid, "google") => "1",
        8 when Is(bid, "facebook") => "2",
        5 when Is(bid, "baidu") => "3",
        _ => ParameterOf(bid.Url),
    };

    private static bool Is(Bid bid, string channel) => bid.Channel.Equals(channel, StringComparison.OrdinalIgnoreCase);

    /// <summary>What (&amp;|^)channel_id=([^&amp;]*) finds: the value of the first parameter of that name.</summary>
    private static string? ParameterOf(string url)
    {
        for (var start = 0; ; start++)
        {
            start = url.IndexOf(Parameter, start, StringComparison.Ordinal);
            if (start < 0) return null;
            if (start > 0 && url[start - 1] != '&') continue;

            var value = url.AsSpan(start + Parameter.Length);
            var end = value.IndexOf('&');
            return new string(end < 0 ? value : value[..end]);
        }
    }

    internal sealed record Row(long Auction, long Bidder, long Price, string Channel, string ChannelId) : INexmarkRow
    {
        public void WriteTo(RowWriter row) =>
            row.Column(Auction).Column(Bidder).Column(Price).Column(Channel).Column(ChannelId);
    }
}
