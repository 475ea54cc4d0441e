using System.Text;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class RowFormatTests
{
    [Theory]
    [InlineData(0, "0.000")]
    [InlineData(1, "0.908")]
    [InlineData(1_000, "908.000")]
    [InlineData(99_900_000, "90709200.000")]
    [InlineData(-5, "-4.540")]
    public void Converted_prices_have_three_digits(long dollars, string expected) =>
        Assert.Equal(expected, Euros.FromDollars(dollars).ToString());

    [Fact]
    public void An_amount_that_does_not_fit_is_refused() =>
        Assert.Throws<OverflowException>(() => Euros.FromDollars(long.MaxValue / 900));

    [Fact]
    public void A_missing_part_of_a_url_is_an_empty_column()
    {
        var row = Q22.Split(BidFor("c", "https://host/one"));

        Assert.Equal("1,2,3,c,one,,\n", Encoding.UTF8.GetString(new RowWriter().Line(row)));
    }

    [Fact]
    public void Rows_are_sorted_by_their_bytes()
    {
        var rows = new NexmarkRows();
        foreach (var channel in new[] { "\U0001F600", "\uFF5E", "b", "B" }) rows.Add(Q22.Split(BidFor(channel, "u")));

        using var output = new MemoryStream();
        rows.WriteTo(output);

        Assert.Equal(
            "1,2,3,B,,,\n1,2,3,b,,,\n1,2,3,\uFF5E,,,\n1,2,3,\U0001F600,,,\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("GOOGLE", "u", "1")]
    [InlineData("other", "channel_id=7", "7")]
    [InlineData("other", "u?q=1&channel_id=8&r=2", "8")]
    [InlineData("other", "u?my_channel_id=8&channel_id=9", "9")]
    [InlineData("other", "u?q=1&channel_id=", "")]
    [InlineData("other", "u?channel_id=8", null)]
    [InlineData("other", "", null)]
    public void A_channels_id_is_well_known_or_a_parameter(string channel, string url, string? expected) =>
        Assert.Equal(expected, Q21.AddChannelId(BidFor(channel, url))?.ChannelId);

    private static Bid BidFor(string channel, string url) => new(1, 2, 3, channel, url, 4, "");
}
