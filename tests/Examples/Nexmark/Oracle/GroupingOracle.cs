using System.Globalization;
using FlowActors.Examples.Nexmark;
using static FlowActors.Tests.Examples.Nexmark.Lines;

namespace FlowActors.Tests.Examples.Nexmark;

/// <summary>The queries that look at all bids of a key.</summary>
internal static class GroupingOracle
{
    public static IEnumerable<string> Q17(IEnumerable<Bid> bids) =>
        from bid in bids
        group bid.Price by (bid.Auction, Day: Day(bid)) into prices
        select Of(
            prices.Key.Auction,
            prices.Key.Day,
            prices.Count(),
            prices.Count(price => price < 10_000),
            prices.Count(price => price is >= 10_000 and < 1_000_000),
            prices.Count(price => price >= 1_000_000),
            prices.Min(),
            prices.Max(),
            prices.Sum() / prices.Count(),
            prices.Sum());

    public static IEnumerable<string> Q18(IEnumerable<Bid> bids) =>
        from bid in bids
        group bid by (bid.Bidder, bid.Auction) into sameKey
        let latest = sameKey.Max(bid => bid.DateTime)
        select sameKey.Last(bid => bid.DateTime == latest) into bid
        select Of(bid.Auction, bid.Bidder, bid.Price, bid.Channel, bid.Url, bid.DateTime, bid.Extra);

    private static string Day(Bid bid) => DateTimeOffset.FromUnixTimeMilliseconds(bid.DateTime)
        .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
