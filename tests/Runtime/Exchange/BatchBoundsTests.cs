using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Tests.Hosting;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Exchange;

/// <summary>How the number of channels bounds what each of them takes, with the default settings.</summary>
public sealed class BatchBoundsTests
{
    private static readonly ExchangeSettings Settings = Composed.Read("").Exchange;

    [Theory]
    [InlineData(1, 65_536)]
    [InlineData(3, 65_536)]
    [InlineData(4, 49_152)]
    [InlineData(64, 3_072)]
    [InlineData(128, 1_536)]
    [InlineData(1_000, 1_024)]
    public void With_many_channels_batches_are_smaller(int channels, int bytes) =>
        Assert.Equal(bytes, BatchBounds.Of(channels, Settings).BatchBytes);

    [Fact]
    public void A_batch_that_all_channels_share_is_as_large_as_if_there_were_one() =>
        Assert.Equal(65_536, BatchBounds.Shared(1_000, Settings).BatchBytes);

    [Fact]
    public void The_floor_is_not_above_what_the_settings_say() =>
        Assert.Equal(100, BatchBounds.Of(10_000, Settings with { BatchBytesMax = 100 }).BatchBytes);

    [Theory]
    [InlineData(1, 131_072)]
    [InlineData(64, 12_288)]
    public void A_message_gathers_a_few_batches(int channels, int bytes) =>
        Assert.Equal(bytes, BatchBounds.Of(channels, Settings).MessageBytes);

    [Fact]
    public void Pools_keep_what_can_be_under_way_and_no_more()
    {
        var bounds = BatchBounds.Of(128, Settings);
        Assert.Equal(128 * 6, bounds.PooledBatchesMax);
        Assert.Equal(128 * 6 * 1_536, bounds.PooledBytesMax);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(16, 64)]
    [InlineData(128, 8)]
    [InlineData(512, 2)]
    [InlineData(10_000, 2)]
    public void Channels_from_other_nodes_share_the_credits_of_their_input(int channels, int credits) =>
        Assert.Equal(credits, RemoteSettings.From(Settings).CreditsOf(channels));

    [Fact]
    public void A_single_credit_stays_one() =>
        Assert.Equal(1, RemoteSettings.From(Settings with { RemoteCreditsPerChannel = 1 }).CreditsOf(10_000));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Few_channels_have_their_bytes_to_themselves(int channels, bool share)
    {
        var input = InputChannels<int>.Of(SerializerRegistry.Default.Get<int>(), channels, Settings);
        Assert.Equal(share ? Settings.FloatingBytesPerInput : null, input.Budget?.Free);
    }
}
