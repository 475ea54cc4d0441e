using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class BarrierAlignmentTests
{
    private readonly BarrierAlignment _three = new(3);

    [Fact]
    public void The_last_barrier_completes_and_unblocks()
    {
        Assert.Null(_three.Barrier(0, 7));
        Assert.True(_three.IsAligning);
        Assert.True(_three.IsBlocked(0));
        Assert.False(_three.IsBlocked(1));
        Assert.Null(_three.Barrier(2, 7));
        Assert.Equal(7, _three.Barrier(1, 7));
        Assert.False(_three.IsAligning);
        Assert.All([0, 1, 2], c => Assert.False(_three.IsBlocked(c)));
    }

    [Fact]
    public void One_channel_aligns_at_once()
    {
        var one = new BarrierAlignment(1);
        Assert.Equal(1, one.Barrier(0, 1));
        Assert.False(one.IsBlocked(0));
        Assert.Equal(2, one.Barrier(0, 2));
    }

    [Fact]
    public void A_channel_that_ends_counts_as_aligned()
    {
        _three.Barrier(0, 1);
        _three.Barrier(1, 1);
        Assert.Equal(1, _three.Ended(2));
        Assert.False(_three.IsBlocked(0));
    }

    [Fact]
    public void A_channel_that_ended_before_is_not_waited_for()
    {
        Assert.Null(_three.Ended(1));
        Assert.Null(_three.Barrier(0, 4));
        Assert.Equal(4, _three.Barrier(2, 4));
        Assert.Null(_three.Ended(0));
        Assert.Equal(5, _three.Barrier(2, 5));
    }

    [Fact]
    public void A_barrier_of_another_checkpoint_during_alignment_is_refused()
    {
        _three.Barrier(0, 1);
        var refused = Assert.Throws<InvalidOperationException>(() => _three.Barrier(1, 2));
        Assert.Contains("checkpoint 2 while checkpoint 1", refused.Message, StringComparison.Ordinal);
    }
}
