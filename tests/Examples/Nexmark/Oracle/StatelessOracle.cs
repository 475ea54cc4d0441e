using System.Globalization;
using System.Text.RegularExpressions;
using FlowActors.Examples.Nexmark;
using static FlowActors.Tests.Examples.Nexmark.Lines;

namespace FlowActors.Tests.Examples.Nexmark;

/// <summary>The queries that look at one bid at a time.</summary>
internal static class StatelessOracle
{
    public static string Q0(Bid bid) => Of(bid.Auction, bid.Bidder, bid.Price, bid.DateTime, bid.Extra);

    public static string Q1(Bid bid) => Of(bid.Auction, bid.Bidder, Converted(bid), bid.DateTime, bid.Extra);

    public static string Q2(Bid bid) => Of(bid.Auction, bid.Price);

    public static bool Q14Where(Bid bid) => 0.908m * bid.Price is > 1_000_000m and < 50_000_000m;

    public static string Q14(Bid bid)
    {
        var hour = DateTimeOffset.FromUnixTimeMilliseconds(bid.DateTime).Hour;
        var type = hour is >= 8 and <= 18 ? "dayTime" : hour is <= 6 or >= 20 ? "nightTime" : "otherTime";
        var letters = bid.Extra.Length - bid.Extra.Replace("c", "", StringComparison.Ordinal).Length;
        return Of(bid.Auction, bid.Bidder, Converted(bid), type, bid.DateTime, bid.Extra, letters);
    }

    public static string? Q21(Bid bid)
    {
        var match = Regex.Match(bid.Url, "(&|^)channel_id=([^&]*)");
        var id = bid.Channel.ToLowerInvariant() switch
        {
            "apple" => "0",
            "google" => "1",
            "facebook" => "2",
            "baidu" => "3",
            _ => match.Success ? match.Groups[2].Value : null,
        };
        return id is null ? null : Of(bid.Auction, bid.Bidder, bid.Price, bid.Channel, id);
    }

    public static string Q22(Bid bid)
    {
        var parts = bid.Url.Split('/');
        return Of(
            bid.Auction, bid.Bidder, bid.Price, bid.Channel,
            parts.ElementAtOrDefault(3), parts.ElementAtOrDefault(4), parts.ElementAtOrDefault(5));
    }

    private static string Converted(Bid bid) => (0.908m * bid.Price).ToString("0.000", CultureInfo.InvariantCulture);
}
