using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

public sealed class PointwiseChannelsTests
{
    [Theory]
    [InlineData(2, 4, "0-0 0-1 1-2 1-3")]
    [InlineData(4, 2, "0-0 1-0 2-1 3-1")]
    [InlineData(2, 3, "0-0 0-1 1-2")]
    [InlineData(3, 2, "0-0 1-1 2-1")]
    [InlineData(1, 3, "0-0 0-1 0-2")]
    [InlineData(3, 3, "0-0 1-1 2-2")]
    public void Neighbours_are_those_of_Flink(int senders, int receivers, string pairs) =>
        Assert.Equal(pairs, string.Join(' ', Pairs(senders, receivers).Select(p => $"{p.Sender}-{p.Receiver}")));

    [Fact]
    public void Both_sides_agree_and_everybody_has_a_fair_share()
    {
        foreach (var senders in Enumerable.Range(1, 24))
        {
            foreach (var receivers in Enumerable.Range(1, 24))
            {
                var pairs = Pairs(senders, receivers);
                Assert.Equal(
                    pairs.Order(),
                    Enumerable.Range(0, receivers).SelectMany(r => PointwiseChannels.SendersTo(r, senders, receivers), (r, s) => (s, r)).Order());
                Assert.Equal(Math.Max(senders, receivers), pairs.Length);
                CheckShares(pairs.GroupBy(p => p.Sender).Select(g => g.Count()).ToArray(), senders, receivers);
                CheckShares(pairs.GroupBy(p => p.Receiver).Select(g => g.Count()).ToArray(), receivers, senders);
            }
        }
    }

    [Fact]
    public void The_greatest_numbers_do_not_overflow()
    {
        Assert.Equal([32_767], PointwiseChannels.ReceiversFrom(32_767, 32_768, 32_768));
        Assert.Equal([32_767], PointwiseChannels.SendersTo(32_767, 32_768, 32_768));
        Assert.Equal([32_766], PointwiseChannels.ReceiversFrom(32_767, 32_768, 32_767));
    }

    private static (int Sender, int Receiver)[] Pairs(int senders, int receivers) =>
        [.. Enumerable.Range(0, senders).SelectMany(s => PointwiseChannels.ReceiversFrom(s, senders, receivers), (s, r) => (s, r))];

    private static void CheckShares(int[] shares, int subtasks, int others)
    {
        Assert.Equal(subtasks, shares.Length);
        Assert.InRange(shares.Max() - shares.Min(), 0, 1);
        Assert.Equal(shares.Max(), PointwiseChannels.NeighboursMax(subtasks, others));
    }
}
