using CsCheck;
using FlowActors.Partitioning;
using FlowActors.Runtime.Exchange;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class ChannelChoiceTests
{
    private static readonly SerializerRegistry Serializers = SerializerRegistry.Default;

    // Channels and max parallelism.
    private static readonly (int Channels, int Max)[] Shapes = [(1, 1), (1, 128), (3, 128), (3, 100), (7, 4_096), (100, 32_768)];

    [Theory]
    [InlineData(0, 3)]
    [InlineData(2, 3)]
    [InlineData(7, 3)]
    [InlineData(0, 1)]
    public void Rebalance_gives_every_channel_its_turn(int sender, int channels)
    {
        var turn = new ChannelsInTurn<int>(sender);
        turn.Connect(channels);
        var selected = Enumerable.Range(0, channels * 100).Select(i => turn.Choose(i, out _)).ToArray();

        for (var i = 0; i < selected.Length; i++) Assert.Equal((sender + i) % channels, selected[i]);
    }

    [Fact]
    public void A_shuffle_gives_every_channel_its_share_and_the_same_again_for_the_same_edge_and_sender()
    {
        foreach (var channels in new[] { 1, 3, 8, 1_000 })
        {
            var chosen = Shuffled(edge: 1, sender: 2, channels);
            Assert.Equal(chosen, Shuffled(edge: 1, sender: 2, channels));
            var counts = chosen.CountBy(c => c).ToDictionary();
            Assert.Equal(Enumerable.Range(0, channels), counts.Keys.Order());
            // Six standard deviations.
            var mean = (double)chosen.Length / channels;
            Assert.All(counts.Values, count => Assert.InRange(count, mean - (6 * Math.Sqrt(mean)), mean + (6 * Math.Sqrt(mean))));
        }
    }

    [Fact]
    public void Neither_another_sender_nor_another_edge_shuffles_alike()
    {
        var chosen = Shuffled(edge: 1, sender: 2, 8);
        foreach (var other in new[] { Shuffled(1, 3, 8), Shuffled(2, 2, 8), Shuffled(2, 1, 8) })
            Assert.InRange(chosen.Where((c, i) => c == other[i]).Count(), chosen.Length / 9, chosen.Length / 7);
    }

    [Fact]
    public void An_int_key_goes_to_the_owner_of_its_key_group() =>
        CheckHash(Gen.Int, key => key);

    [Fact]
    public void A_long_key_goes_to_the_owner_of_its_key_group() =>
        CheckHash(Gen.Long, key => (int)(key ^ (key >>> 32)));

    [Fact]
    public void A_text_key_goes_to_the_owner_of_its_key_group()
    {
        var keys = Serializers.GetKey<string>();
        CheckHash(Gen.String, keys.StableHash);
    }

    [Fact]
    public void A_block_of_number_keys_goes_where_each_of_them_goes()
    {
        foreach (var (channels, max) in Shapes)
        {
            var longs = Selector<long, long>(key => key, channels, max);
            var ints = Selector<int, int>(key => key, channels, max);
            Seeded.Check(Gen.Long.Array[0, 70], keys => CheckBlock(longs, keys), 200);
            Seeded.Check(Gen.Int.Array[0, 70], keys => CheckBlock(ints, keys), 200);
        }
    }

    [Fact]
    public void Keys_with_the_same_bytes_go_to_the_same_channel()
    {
        var selector = Selector<decimal, decimal>(d => d, 7, 128);
        Assert.Equal(selector.Choose(1.0m, out _), selector.Choose(1.000m, out _));
        var doubles = Selector<double, double>(d => d, 7, 128);
        Assert.Equal(doubles.Choose(0.0, out _), doubles.Choose(-0.0, out _));
    }

    [Fact]
    public void A_null_key_is_refused_with_the_types_and_a_cure()
    {
        var selector = Selector<Order, string>(o => o.Customer!, 3, 128);

        var refused = Assert.Throws<NullKeyException>(() => selector.Choose(new Order(null), out _));
        Assert.Contains("Order", refused.Message, StringComparison.Ordinal);
        Assert.Contains("String", refused.Message, StringComparison.Ordinal);
        Assert.Contains("filter such records out before KeyBy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_key_is_refused_with_the_place_of_its_KeyBy_and_without_the_record()
    {
        var selector = new KeyChannels<Secret, string?>(secret => secret.Key, Serializers.GetKey<string?>(), 128, "between 'orders' and 'totals'");
        selector.Connect(3);

        var refused = Assert.Throws<NullKeyException>(() => selector.Choose(new Secret(null, "my secret"), out _));
        Assert.Contains("the KeyBy between 'orders' and 'totals' returned null", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_the_user_says_the_channel_and_is_told_how_many_there_are()
    {
        var choice = new CustomChannels<int>((record, channels) => record % channels, "between 'a' and 'b'");
        choice.Connect(3);
        Assert.Equal([0, 1, 2, 0], Enumerable.Range(0, 4).Select(i => choice.Choose(i, out _)));
        choice.Connect(2);
        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(i => choice.Choose(i, out _)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_channel_that_is_none_is_refused_with_its_place(int gives)
    {
        var choice = new CustomChannels<int>((_, _) => gives, "between 'a' and 'b'");
        choice.Connect(3);
        var refused = Assert.Throws<InvalidOperationException>(() => choice.Choose(0, out _));
        Assert.Equal($"The partitioner between 'a' and 'b' gave the subtask {gives} of 3: it must give a number from 0 to 2.", refused.Message);
    }

    private static int[] Shuffled(int edge, int sender, int channels)
    {
        var choice = new RandomChannels<int>(edge, sender);
        choice.Connect(channels);
        return [.. Enumerable.Range(0, 100_000).Select(i => choice.Choose(i, out _))];
    }

    private static void CheckBlock<T, TKey>(KeyChannels<T, TKey> selector, T[] records)
    {
        var chosen = Array.ConvertAll(records, selector.Hash);
        selector.Choose(chosen);
        Assert.Equal(records.Select(record => selector.Choose(record, out _)), chosen);
    }

    private static KeyChannels<T, TKey> Selector<T, TKey>(Func<T, TKey> key, int channels, int max)
    {
        var selector = new KeyChannels<T, TKey>(key, Serializers.GetKey<TKey>(), max, "");
        selector.Connect(channels);
        return selector;
    }

    private static void CheckHash<TKey>(Gen<TKey> keys, Func<TKey, int> stableHash)
    {
        foreach (var (channels, max) in Shapes)
        {
            var selector = Selector<TKey, TKey>(k => k, channels, max);
            Seeded.Check(
                keys,
                key => Assert.Equal(KeyGroups.OwnerOf(KeyGroups.Assign(stableHash(key), max), max, channels), selector.Choose(key, out _)),
                200);
        }
    }

    private sealed record Secret(string? Key, string Text);

    private sealed record Order(string? Customer);
}
