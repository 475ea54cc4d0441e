using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors.Tests.Partitioning;

public sealed class PartitionerTests
{
    [Fact]
    public void A_key_type_that_cannot_be_a_key_is_refused() =>
        Assert.Throws<InvalidKeyTypeException>(() => new KeyGroupPartitioner<string, int[]>(_ => []).Validate(SerializerRegistry.Default));

    [Fact]
    public void Only_forward_can_be_chained()
    {
        Assert.True(new ForwardPartitioner<int>().IsForward);
        Assert.False(new BroadcastPartitioner<int>().IsForward);
        Assert.False(new RebalancePartitioner<int>().IsForward);
        Assert.False(new RescalePartitioner<int>().IsForward);
        Assert.False(new ShufflePartitioner<int>().IsForward);
        Assert.False(new GlobalPartitioner<int>().IsForward);
        Assert.False(new KeyGroupPartitioner<int, int>(i => i).IsForward);
        Assert.False(new CustomPartitioner<int>((_, _) => 0, []).IsForward);
    }

    [Fact]
    public void Only_forward_and_rescale_leave_channels_out()
    {
        Assert.True(new ForwardPartitioner<int>().IsPointwise);
        Assert.True(new RescalePartitioner<int>().IsPointwise);
        Assert.False(new RebalancePartitioner<int>().IsPointwise);
        Assert.False(new GlobalPartitioner<int>().IsPointwise);
    }
}
