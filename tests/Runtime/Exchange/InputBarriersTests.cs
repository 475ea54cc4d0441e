using CsCheck;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class InputBarriersTests
{
    private readonly InputBarriers _three = new(3);

    [Fact]
    public void The_last_barrier_completes_and_unblocks()
    {
        Assert.Equal(default, _three.Barrier(0, 7));
        Assert.Equal([true, false, false], Arrived(7));
        Assert.True(_three.IsBlocked(0));
        Assert.False(_three.IsBlocked(1));
        Assert.Equal(default, _three.Barrier(2, 7));
        Assert.Equal(new BarrierNews(Complete: 7), _three.Barrier(1, 7));
        Assert.Equal([true, true, true], Arrived(7));
        Assert.All([0, 1, 2], c => Assert.False(_three.IsBlocked(c)));
    }

    [Fact]
    public void One_channel_aligns_at_once()
    {
        var one = new InputBarriers(1);
        Assert.Equal(new BarrierNews(Complete: 1), one.Barrier(0, 1));
        Assert.False(one.IsBlocked(0));
        Assert.Equal(new BarrierNews(Complete: 2), one.Barrier(0, 2));
    }

    [Fact]
    public void A_channel_that_ends_counts_as_aligned()
    {
        _three.Barrier(0, 1);
        _three.Barrier(1, 1);
        Assert.Equal(new BarrierNews(Complete: 1), _three.Ended(2));
        Assert.False(_three.IsBlocked(0));
    }

    [Fact]
    public void A_channel_that_ended_before_is_not_waited_for()
    {
        Assert.Equal(default, _three.Ended(1));
        Assert.Equal(default, _three.Barrier(0, 4));
        Assert.Equal(new BarrierNews(Complete: 4), _three.Barrier(2, 4));
        Assert.Equal(default, _three.Ended(0));
        Assert.Equal(new BarrierNews(Complete: 5), _three.Barrier(2, 5));
    }

    [Fact]
    public void A_barrier_of_a_higher_number_aborts_the_checkpoint_under_way()
    {
        _three.Barrier(0, 1);
        _three.Barrier(2, 1);
        Assert.Equal(new BarrierNews(Aborted: 1), _three.Barrier(1, 2));
        Assert.Equal((false, true, false), (_three.IsBlocked(0), _three.IsBlocked(1), _three.IsBlocked(2)));
        Assert.Equal([false, true, false], Arrived(2));
        Assert.Equal(default, _three.Barrier(1, 1));
        Assert.Equal(default, _three.Barrier(0, 2));
        Assert.Equal(new BarrierNews(Complete: 2), _three.Barrier(2, 2));
    }

    [Fact]
    public void An_abort_lets_all_channels_go_on_and_passes_over_barriers_that_still_come()
    {
        _three.Barrier(0, 3);
        Assert.Equal(new BarrierNews(Aborted: 3), _three.Abort(3));
        Assert.Equal([true, true, true], Arrived(3));
        Assert.False(_three.IsBlocked(0));
        Assert.Equal(default, _three.Barrier(1, 3));
        Assert.False(_three.IsBlocked(1));
        Assert.Equal(default, _three.Abort(3));
        Assert.Equal(new BarrierNews(Aborted: 9), _three.Abort(9));
        Assert.Equal(default, _three.Barrier(0, 8));
        Assert.Equal(default, _three.Barrier(0, 10));
        Assert.Equal([true, false, false], Arrived(10));
    }

    [Fact]
    public void A_checkpoint_that_has_completed_is_neither_aborted_nor_begun_again()
    {
        foreach (var channel in new[] { 0, 1, 2 }) _three.Barrier(channel, 5);
        Assert.Equal(default, _three.Abort(5));
        Assert.Equal(default, _three.Barrier(0, 5));
        Assert.False(_three.IsBlocked(0));
    }

    [Fact]
    public void An_abort_of_a_higher_number_ends_the_checkpoint_under_way_too()
    {
        _three.Barrier(0, 3);
        Assert.Equal(new BarrierNews(Aborted: 5, Superseded: 3), _three.Abort(5));
        Assert.Equal([true, true, true], Arrived(5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_abort_of_a_higher_number_is_none_of_one_that_goes_on(bool bySender)
    {
        _three.Barrier(0, 3);
        Assert.Equal(new BarrierNews(Aborted: 5), bySender ? _three.AbortOne(5) : _three.Abort(5, [3]));
        Assert.Equal(default, _three.AbortOne(5));
        Assert.True(_three.IsBlocked(0));
        Assert.Equal(default, _three.Barrier(1, 3));
        Assert.Equal(new BarrierNews(Complete: 3), _three.Barrier(2, 3));
        Assert.Equal(default, _three.Barrier(0, 5));
        Assert.False(_three.IsBlocked(0));
        Assert.Equal(default, _three.Barrier(0, 6));
        Assert.True(_three.IsBlocked(0));
    }

    [Fact]
    public void One_that_is_not_said_to_go_on_ends_with_a_higher_one()
    {
        _three.Barrier(0, 4);
        Assert.Equal(new BarrierNews(Aborted: 5, Superseded: 4), _three.Abort(5, [3]));
        Assert.False(_three.IsBlocked(0));
        // It may still come.
        Assert.Equal(default, _three.Abort(4));
    }

    [Fact]
    public void A_channel_that_goes_on_behind_a_barrier_stands_still_at_the_next_one()
    {
        var two = new InputBarriers(2);
        Assert.Equal(default, two.Barrier(0, 1, blocks: false));
        Assert.False(two.IsBlocked(0));
        Assert.Equal(default, two.Barrier(0, 2, blocks: false));
        Assert.True(two.IsBlocked(0));
        Assert.Null(two.Next());
        Assert.Equal(new BarrierNews(Complete: 1), two.Barrier(1, 1, blocks: false));
        Assert.Equal(default(BarrierNews), two.Next());
        Assert.Null(two.Next());
        Assert.False(two.IsBlocked(0));
        Assert.True(two.HasArrived(0, 2));
        Assert.Equal(new BarrierNews(Complete: 2), two.Barrier(1, 2, blocks: false));
    }

    [Fact]
    public void A_barrier_that_waits_behind_one_that_never_comes_counts_when_another_channel_goes_on()
    {
        var two = new InputBarriers(2);
        two.Barrier(0, 1, blocks: false);
        two.Barrier(0, 2, blocks: false);
        Assert.Equal(new BarrierNews(Aborted: 1), two.Barrier(1, 2, blocks: false));
        Assert.Equal(new BarrierNews(Complete: 2), two.Next());
        Assert.Null(two.Next());
        Assert.All([0, 1], channel => Assert.False(two.IsBlocked(channel)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_abort_that_a_sender_has_told_of_still_stands_for_lower_ones_whose_news_was_lost(bool othersGoOn)
    {
        _three.Barrier(0, 4);
        Assert.Equal(new BarrierNews(Aborted: 5), _three.AbortOne(5));
        Assert.True(_three.IsBlocked(0));
        Assert.Equal(4, _three.Abort(5, othersGoOn ? [3] : null).Superseded);
        Assert.False(_three.IsBlocked(0));
    }

    [Fact]
    public void What_is_asked_of_the_subtask_itself_waits_for_the_one_under_way()
    {
        var two = new InputBarriers(2);
        Assert.Equal(default, two.Enter(1));
        Assert.Equal(default, two.Enter(2));
        Assert.Equal(default, two.Enter(3));
        Assert.Equal(new BarrierNews(Aborted: 2), two.Abort(2, [1]));
        Assert.Equal(default, two.Ended(0));
        Assert.Equal(new BarrierNews(Complete: 1), two.Ended(1));
        Assert.Equal(new BarrierNews(Complete: 3), two.Next());
        Assert.Null(two.Next());
    }

    [Fact]
    public void A_barrier_has_arrived_on_a_channel_also_when_all_have_delivered_it()
    {
        _three.Barrier(1, 4);
        Assert.Equal([false, true, false], Arrived(4));
        _three.Barrier(0, 4);
        _three.Barrier(2, 4);
        Assert.All([0, 1, 2], c => Assert.True(_three.HasArrived(c, 4) && _three.HasArrived(c, 3) && !_three.HasArrived(c, 5)));
    }

    [Fact]
    public void One_that_overtakes_is_taken_as_soon_as_it_is_heard_of()
    {
        var barriers = new InputBarriers([true, true, true]);
        Assert.Equal(new BarrierNews(Complete: 3), barriers.Announce(3));
        Assert.True(barriers.IsTaken(3));
        Assert.Equal(default, barriers.Announce(3));
        Assert.All([0, 1, 2], c => Assert.False(barriers.IsBlocked(c) || barriers.HasArrived(c, 3)));
        Assert.Equal(default, barriers.Barrier(1, 3, overtakes: true));
        Assert.False(barriers.IsBlocked(1));
        Assert.True(barriers.HasArrived(1, 3));
        Assert.Equal(default, barriers.Ended(0));
        Assert.Equal(default, barriers.Barrier(2, 3, overtakes: true));
        Assert.Equal(new BarrierNews(Complete: 4), barriers.Announce(4));
    }

    [Fact]
    public void One_that_overtakes_waits_for_the_channels_that_it_may_not_overtake_and_others_stand_still_behind_it()
    {
        var barriers = new InputBarriers([true, false, true]);
        Assert.Equal(default, barriers.Announce(3));
        Assert.Equal(default, barriers.Barrier(0, 3, overtakes: true));
        Assert.True(barriers.IsBlocked(0));
        Assert.Equal(new BarrierNews(Complete: 3), barriers.Barrier(1, 3, overtakes: true));
        Assert.False(barriers.IsBlocked(0) || barriers.IsBlocked(1));
        Assert.False(barriers.HasArrived(2, 3));
    }

    [Fact]
    public void One_that_began_aligned_overtakes_from_when_it_is_told()
    {
        var barriers = new InputBarriers([true, true]);
        Assert.Equal(default, barriers.Barrier(0, 3));
        Assert.True(barriers.IsBlocked(0));
        Assert.Equal(new BarrierNews(Complete: 3), barriers.Enter(3, overtakes: true));
        Assert.False(barriers.IsBlocked(0));
        Assert.Equal(default, barriers.Enter(3, overtakes: true));
    }

    [Fact]
    public void One_that_was_taken_and_has_not_arrived_everywhere_is_not_aborted_by_a_higher_number()
    {
        var barriers = new InputBarriers([true, false]);
        Assert.Equal(default, barriers.Announce(3));
        Assert.Equal(new BarrierNews(Complete: 3), barriers.Barrier(1, 3));
        Assert.Equal(default, barriers.Announce(4));
        Assert.Equal(new BarrierNews(Aborted: 4, Complete: null), barriers.Barrier(1, 5) with { Complete = null });
        Assert.Equal(new BarrierNews(Aborted: 5), barriers.Abort(5));
        Assert.Equal(default, barriers.Announce(5));
    }

    [Fact]
    public void It_agrees_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 9], Gen.Long[1, 5]);
        Seeded.Check(step.Array[0, 40], steps =>
        {
            var barriers = new InputBarriers(3);
            var model = new NaiveBarriers();
            foreach (var (channel, kind, checkpoint) in steps)
            {
                var (expected, actual) = kind switch
                {
                    0 => (model.Ended(channel), barriers.Ended(channel)),
                    1 => (model.Abort(checkpoint), barriers.Abort(checkpoint)),
                    _ when model.HasEnded(channel) => (default, default),
                    _ => (model.Barrier(channel, checkpoint), barriers.Barrier(channel, checkpoint)),
                };
                Assert.Equal(expected, actual);
                foreach (var c in new[] { 0, 1, 2 })
                {
                    Assert.Equal(model.IsBlocked(c), barriers.IsBlocked(c));
                    for (var number = 1; number <= 6; number++) Assert.Equal(model.HasArrived(c, number), barriers.HasArrived(c, number));
                }
            }
        });
    }

    private IEnumerable<bool> Arrived(long checkpoint) => new[] { 0, 1, 2 }.Select(c => _three.HasArrived(c, checkpoint));

    /// <summary>The rules one by one, over plain sets.</summary>
    private sealed class NaiveBarriers
    {
        private readonly HashSet<int> _ended = [];
        private readonly HashSet<int> _arrived = [];
        private readonly HashSet<long> _over = [];
        private long? _underWay;

        public bool HasEnded(int channel) => _ended.Contains(channel);

        public bool IsBlocked(int channel) => _arrived.Contains(channel);

        public bool HasArrived(int channel, long checkpoint) => IsOver(checkpoint) || (_underWay == checkpoint && _arrived.Contains(channel));

        public BarrierNews Barrier(int channel, long checkpoint)
        {
            if (IsOver(checkpoint)) return default;
            var aborted = _underWay is { } earlier && earlier != checkpoint ? Stop(earlier) : null;
            _underWay = checkpoint;
            _arrived.Add(channel);
            return new BarrierNews(aborted, Complete());
        }

        public BarrierNews Abort(long checkpoint)
        {
            if (IsOver(checkpoint)) return default;
            var lower = _underWay is { } earlier && earlier != checkpoint ? Stop(earlier) : null;
            return new BarrierNews(Stop(checkpoint), Superseded: lower);
        }

        public BarrierNews Ended(int channel)
        {
            _ended.Add(channel);
            return new BarrierNews(null, Complete());
        }

        private bool IsOver(long checkpoint) => _over.Any(o => checkpoint <= o) || checkpoint < _underWay;

        private long? Complete() => _underWay is { } checkpoint && new[] { 0, 1, 2 }.All(c => _arrived.Contains(c) || _ended.Contains(c)) ? Stop(checkpoint) : null;

        private long? Stop(long checkpoint)
        {
            _underWay = null;
            _arrived.Clear();
            _over.Add(checkpoint);
            return checkpoint;
        }
    }
}
