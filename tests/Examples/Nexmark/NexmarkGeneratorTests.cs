using CsCheck;
using FlowActors.Examples.Nexmark;

namespace FlowActors.Tests.Examples.Nexmark;

public class NexmarkGeneratorTests
{
    private readonly NexmarkGenerator _generator = new(seed: 1, group: 1, rate: 10_000);

    [Fact]
    public void The_first_events_are_those_of_the_sample()
    {
        var sample = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Nexmark", "sample-seed1.csv"));

        Assert.Equal(2_000, sample.Length);
        for (var i = 0; i < sample.Length; i++) Assert.Equal(sample[i], Lines.Of(_generator.At(i)));
    }

    [Fact]
    public void The_first_200_000_events_have_the_published_md5()
    {
        var lines = Enumerable.Range(0, 200_000).Select(i => Lines.Of(_generator.At(i)));

        Assert.Equal("6c66d18a0052971ef20fe0365d08822a", Lines.Md5(lines));
    }

    [Fact]
    public void An_event_depends_on_its_position_alone()
    {
        var inOrder = Enumerable.Range(0, 5_000).Select(i => _generator.At(i)).ToArray();

        Seeded.Check(
            Gen.Int[0, inOrder.Length - 1].Array[1, 50],
            positions => Assert.All(positions, position => Assert.Equal(inOrder[position], _generator.At(position))),
            200);
    }

    [Fact]
    public void A_group_holds_the_same_events_out_of_order()
    {
        var grouped = new NexmarkGenerator(seed: 1, group: 1_000, rate: 10_000);
        var inOrder = Enumerable.Range(1_000, 1_000).Select(i => _generator.At(i)).ToArray();
        var shuffled = Enumerable.Range(1_000, 1_000).Select(i => grouped.At(i)).ToArray();

        Assert.NotEqual(inOrder, shuffled);
        Assert.Equal(inOrder.ToHashSet(), shuffled.ToHashSet());
        Assert.Equal(_generator.At(1_000 + 953), grouped.At(1_001));
    }

    [Fact]
    public void Timestamps_follow_the_rate() =>
        Seeded.Check(
            Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[1, 10_000_000]),
            c =>
            {
                var (number, rate) = c;
                Assert.Equal(1_436_918_400_000 + number * 1_000_000 / rate / 1_000, new EventOrder(group: 1, rate).TimestampOf(number));
            },
            10_000);
}
