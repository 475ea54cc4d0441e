using CsCheck;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class WatermarkCombinerTests
{
    private readonly WatermarkCombiner _two = new(2);

    [Fact]
    public void The_smallest_of_two_inputs_counts()
    {
        Assert.Null(_two.Watermark(0, 10));
        Assert.Equal(10, _two.Watermark(1, 20));
    }

    [Fact]
    public void A_channel_never_falls_back()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        Assert.Null(_two.Watermark(0, 5));
        Assert.Equal(12, _two.Watermark(0, 12));
    }

    [Fact]
    public void An_idle_channel_does_not_count()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        Assert.Equal(20, _two.Idle(0));
        Assert.True(_two.IsActive);
    }

    [Fact]
    public void A_channel_that_resumes_counts_once_it_has_caught_up()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.Idle(0);
        _two.Active(0);
        Assert.Null(_two.Watermark(0, 15));
        Assert.Equal(30, _two.Watermark(1, 30));
        Assert.Null(_two.Watermark(0, 25));
        Assert.Null(_two.Watermark(0, 32));
        Assert.Equal(32, _two.Watermark(1, 40));
    }

    [Fact]
    public void When_all_are_idle_the_highest_comes_first()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        Assert.Equal(20, _two.Idle(0));
        Assert.Null(_two.Idle(1));
        Assert.False(_two.IsActive);
    }

    [Fact]
    public void The_last_channel_to_go_idle_flushes_the_highest_of_all()
    {
        var three = new WatermarkCombiner(3);
        three.Watermark(0, 5);
        three.Watermark(1, 30);
        Assert.Equal(5, three.Watermark(2, 7));
        Assert.Null(three.Idle(1));
        Assert.Null(three.Idle(2));
        Assert.Equal(30, three.Idle(0));
    }

    [Fact]
    public void A_watermark_of_an_idle_channel_is_ignored()
    {
        _two.Watermark(1, 20);
        _two.Idle(0);
        Assert.Null(_two.Watermark(0, 100));
        _two.Active(0);
        Assert.Null(_two.Watermark(0, 10));
    }

    // FlowActors' own rule, where Flink's is loose.
    [Fact]
    public void While_an_idle_channel_lives_the_output_stays_where_an_ended_one_left_it()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 5);
        Assert.Equal(10, _two.Idle(1));
        Assert.Null(_two.End(0));
        Assert.False(_two.IsActive);
        _two.Active(1);
        Assert.True(_two.IsActive);
        Assert.Equal(12, _two.Watermark(1, 12));
        Assert.Equal(Timestamps.MaxWatermark, _two.End(1));
    }

    [Fact]
    public void The_highest_watermark_of_a_channel_is_its_end_for_event_time()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 5);
        _two.Idle(1);
        Assert.Null(_two.Watermark(0, Timestamps.MaxWatermark));
        Assert.Null(_two.End(0));
        Assert.False(_two.IsActive);
        Assert.Equal(Timestamps.MaxWatermark, _two.Watermark(1, Timestamps.MaxWatermark));
        Assert.True(_two.IsActive);
    }

    [Fact]
    public void An_ended_channel_holds_nobody_back()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        Assert.Equal(20, _two.End(0));
        Assert.Equal(25, _two.Watermark(1, 25));
    }

    [Fact]
    public void It_agrees_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 7], Gen.Long[0, 30]);
        Seeded.Check(step.Array[0, 60], steps =>
        {
            var combiner = new WatermarkCombiner(3);
            var model = new NaiveWatermarks(3);
            foreach (var (channel, kind, value) in steps)
            {
                switch (kind)
                {
                    case 0:
                        Assert.Equal(model.Idle(channel), combiner.Idle(channel));
                        break;
                    case 1:
                        model.Active(channel);
                        combiner.Active(channel);
                        break;
                    case 2 when value < 3:
                        Assert.Equal(model.End(channel), combiner.End(channel));
                        break;
                    default:
                        Assert.Equal(model.Watermark(channel, value), combiner.Watermark(channel, value));
                        break;
                }

                Assert.Equal(model.IsActive, combiner.IsActive);
            }
        });
    }

    /// <summary>The rules one by one, over plain sets.</summary>
    private sealed class NaiveWatermarks(int channels)
    {
        private readonly long[] _watermarks = [.. Enumerable.Repeat(long.MinValue, channels)];
        private readonly HashSet<int> _active = [.. Enumerable.Range(0, channels)];
        private readonly HashSet<int> _behind = [];
        private readonly HashSet<int> _ended = [];
        private long _output = long.MinValue;

        public bool IsActive => _active.Count > 0 || _ended.Count == channels;

        public long? Watermark(int channel, long value)
        {
            if (!_active.Contains(channel) || value <= _watermarks[channel]) return null;
            _watermarks[channel] = value;
            if (value >= _output) _behind.Remove(channel);
            return Rise(Counting().Select(c => _watermarks[c]).DefaultIfEmpty(long.MinValue).Min());
        }

        public long? Idle(int channel)
        {
            if (!_active.Remove(channel)) return null;
            return _active.Count == 0
                ? Rise(_watermarks.Max())
                : Rise(Counting().Select(c => _watermarks[c]).DefaultIfEmpty(long.MinValue).Min());
        }

        public long? End(int channel)
        {
            if (!_ended.Add(channel)) return null;
            _active.Remove(channel);
            if (_ended.Count == channels) return Rise(Timestamps.MaxWatermark);
            return _active.Count == 0
                ? Rise(_watermarks.Max())
                : Rise(Counting().Select(c => _watermarks[c]).DefaultIfEmpty(long.MinValue).Min());
        }

        public void Active(int channel)
        {
            if (_ended.Contains(channel) || !_active.Add(channel)) return;
            if (_watermarks[channel] < _output) _behind.Add(channel);
            else _behind.Remove(channel);
        }

        private IEnumerable<int> Counting() => _active.Where(c => !_behind.Contains(c));

        private long? Rise(long candidate) => candidate > _output ? _output = candidate : null;
    }
}
