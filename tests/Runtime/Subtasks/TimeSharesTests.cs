using FlowActors.Operators;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Metrics;
using FlowActors.Runtime.Tests.Exchange;

namespace FlowActors.Runtime.Tests.Subtasks;

public sealed class TimeSharesTests
{
    private const long Start = 5_000;
    private readonly TimeShares _shares = new(Start);

    [Fact]
    public void Runs_are_busy_and_rests_count_as_what_they_are()
    {
        Run(Start + 100, Start + 300, Progress.Waiting);
        Run(Start + 400, Start + 450, Progress.OutputFull);
        Run(Start + 750, Start + 800, Progress.Yielded);
        Run(Start + 900, Start + 1_000, Progress.Waiting);

        AssertShares(Start + 1_000, busy: 500, idle: 200, backPressured: 300);
        AssertShares(Start + 2_000, busy: 250, idle: 600, backPressured: 150);
    }

    [Fact]
    public void After_its_end_a_subtask_is_idle()
    {
        Run(Start, Start + 200, Progress.Done);
        AssertShares(Start + 1_000, busy: 200, idle: 800, backPressured: 0);
    }

    [Fact]
    public void A_run_under_way_counts_as_busy_and_says_since_when()
    {
        _shares.RunStarts(Start + 250);
        Assert.Equal(Start + 250, _shares.CallSince);
        AssertShares(Start + 1_000, busy: 750, idle: 250, backPressured: 0);
        _shares.RunEnds(Start + 1_000, Progress.Waiting);
        Assert.Equal(0, _shares.CallSince);
    }

    [Fact]
    public void A_wait_for_room_inside_a_run_is_back_pressured_while_it_lasts_and_after()
    {
        _shares.RunStarts(Start + 100);
        _shares.WaitStarts(Start + 300);
        AssertShares(Start + 1_000, busy: 200, idle: 100, backPressured: 700);
        _shares.WaitEnds(Start + 1_500);
        AssertShares(Start + 2_000, busy: 350, idle: 50, backPressured: 600);
        _shares.WaitStarts(Start + 2_000);
        _shares.WaitEnds(Start + 2_800);
        _shares.RunEnds(Start + 3_000, Progress.OutputFull);
        AssertShares(Start + 4_000, busy: 225, idle: 25, backPressured: 750);
    }

    [Fact]
    public void What_a_scope_announces_is_a_wait_by_its_clock()
    {
        var time = new HandClock { Now = Start };
        var inner = new RecordingScope();
        var scope = new MeteredScope(inner, _shares, time);
        _shares.RunStarts(Start);
        using (scope.Enter())
        {
            Assert.Equal(1, inner.Depth);
            time.Now = Start + 400;
            Assert.Equal(0, _shares.CallSince);
            AssertShares(Start + 400, busy: 0, idle: 0, backPressured: 1_000);
        }

        Assert.Equal(0, inner.Depth);
        Assert.Equal(Start + 400, _shares.CallSince);
        AssertShares(Start + 1_000, busy: 600, idle: 0, backPressured: 400);
    }

    [Fact]
    public void The_three_sum_to_a_thousand_whatever_happens()
    {
        var random = new Random(7);
        var now = Start;
        for (var i = 0; i < 10_000; i++)
        {
            _shares.RunStarts(now += random.Next(100));
            Assert.InRange(SumAt(now + random.Next(100)), 999.9, 1_000.1);
            _shares.WaitStarts(now += random.Next(100));
            Assert.InRange(SumAt(now + random.Next(100)), 999.9, 1_000.1);
            _shares.WaitEnds(now += random.Next(100));
            _shares.RunEnds(now += random.Next(1, 100), (Progress)random.Next(3));
            Assert.InRange(SumAt(now + random.Next(100)), 999.9, 1_000.1);
        }
    }

    [Fact]
    public void Looks_change_nothing_however_many_there_are()
    {
        var unseen = new TimeShares(Start);
        var random = new Random(7);
        var now = Start;
        for (var i = 0; i < 100; i++)
        {
            var result = (Progress)random.Next(3);
            Both(s => s.RunStarts(now));
            Both(s => s.WaitStarts(now));
            Both(s => s.WaitEnds(now));
            Both(s => s.RunEnds(now, result));
        }

        Assert.Equal(unseen.SumsAt(now), _shares.SumsAt(now));

        void Both(Action<TimeShares> step)
        {
            now += random.Next(100);
            step(_shares);
            step(unseen);
            for (var look = 0; look < 3; look++) _shares.SumsAt(now + look);
        }
    }

    [Fact]
    public void At_the_start_nothing_is_divided_by_zero() => Assert.InRange(SumAt(Start), 0, 1_000);

    private sealed class HandClock : TimeProvider
    {
        public long Now { get; set; }

        public override long GetTimestamp() => Now;
    }

    private void Run(long start, long end, Progress result)
    {
        _shares.RunStarts(start);
        _shares.RunEnds(end, result);
    }

    private void AssertShares(long now, double busy, double idle, double backPressured)
    {
        var share = _shares.SumsAt(now).Since(new TimeSums(Start, 0, 0));
        Assert.Equal(busy, share.Busy, 3);
        Assert.Equal(idle, share.Idle, 3);
        Assert.Equal(backPressured, share.BackPressured, 3);
    }

    private double SumAt(long now)
    {
        var share = _shares.SumsAt(now).Since(new TimeSums(Start, 0, 0));
        return share.Busy + share.Idle + share.BackPressured;
    }
}
