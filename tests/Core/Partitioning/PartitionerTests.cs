using CsCheck;
using FlowActors.Partitioning;
using FlowActors.Serialization;
using FlowActors.Tests.Serialization;

namespace FlowActors.Tests.Partitioning;

public sealed class PartitionerTests
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
        var selector = new RebalancePartitioner<int>().CreateSelector(new ChannelSelectorSettings(sender, channels, 128, Serializers));
        var selected = Enumerable.Range(0, channels * 100).Select(selector.Select).ToArray();

        for (var i = 0; i < selected.Length; i++) Assert.Equal((sender + i) % channels, selected[i]);
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

        Assert.False(Selector<string, string>(key => key, 3, 128).SelectsBlocks);
    }

    [Fact]
    public void Keys_with_the_same_bytes_go_to_the_same_channel()
    {
        var selector = Selector<decimal, decimal>(d => d, 7, 128);
        Assert.Equal(selector.Select(1.0m), selector.Select(1.000m));
        var doubles = Selector<double, double>(d => d, 7, 128);
        Assert.Equal(doubles.Select(0.0), doubles.Select(-0.0));
    }

    [Fact]
    public void A_null_key_is_refused_with_the_types_and_a_cure()
    {
        var selector = Selector<Order, string>(o => o.Customer!, 3, 128);

        var refused = Assert.Throws<NullKeyException>(() => selector.Select(new Order(null)));
        Assert.Contains("Order", refused.Message, StringComparison.Ordinal);
        Assert.Contains("String", refused.Message, StringComparison.Ordinal);
        Assert.Contains("filter such records out before KeyBy", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_key_is_refused_with_the_place_of_its_KeyBy_and_without_the_record()
    {
        var settings = new ChannelSelectorSettings(0, 3, 128, Serializers) { Place = "between 'orders' and 'totals'" };
        var selector = new KeyGroupPartitioner<Secret, string?>(secret => secret.Key).CreateSelector(settings);

        var refused = Assert.Throws<NullKeyException>(() => selector.Select(new Secret(null, "my secret")));
        Assert.Contains("the KeyBy between 'orders' and 'totals' returned null", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_type_that_cannot_be_a_key_is_refused() =>
        Assert.Throws<InvalidKeyTypeException>(() => new KeyGroupPartitioner<Order, int[]>(_ => []).Validate(Serializers));

    [Fact]
    public void Forward_and_broadcast_choose_no_channel()
    {
        var settings = new ChannelSelectorSettings(0, 1, 128, Serializers);
        Assert.Throws<InvalidOperationException>(() => new ForwardPartitioner<int>().CreateSelector(settings));
        Assert.Throws<InvalidOperationException>(() => new BroadcastPartitioner<int>().CreateSelector(settings));
        Assert.True(new ForwardPartitioner<int>().IsForward);
        Assert.True(new BroadcastPartitioner<int>().IsBroadcast);
    }

    private static void CheckBlock<T>(ChannelSelector<T> selector, T[] records)
    {
        Assert.True(selector.SelectsBlocks);
        var chosen = Array.ConvertAll(records, selector.KeyHash);
        selector.SelectBlock(chosen);
        Assert.Equal(records.Select(selector.Select), chosen);
    }

    private static ChannelSelector<T> Selector<T, TKey>(Func<T, TKey> key, int channels, int max) =>
        new KeyGroupPartitioner<T, TKey>(key).CreateSelector(new ChannelSelectorSettings(0, channels, max, Serializers));

    private static void CheckHash<TKey>(Gen<TKey> keys, Func<TKey, int> stableHash)
    {
        foreach (var (channels, max) in Shapes)
        {
            var selector = Selector<TKey, TKey>(k => k, channels, max);
            Seeded.Check(
                keys,
                key => Assert.Equal(KeyGroups.OwnerOf(KeyGroups.Assign(stableHash(key), max), max, channels), selector.Select(key)),
                200);
        }
    }

    private sealed record Secret(string? Key, string Text);

    private sealed record Order(string? Customer);
}
