using CsCheck;
using FlowActors.Operators;
using FlowActors.Runtime.Exchange;

namespace FlowActors.Runtime.Tests.Exchange;

public sealed class ChannelEventTimeTests
{
    private readonly Heard _heard = new();
    private readonly ChannelEventTime _two;

    public ChannelEventTimeTests() => _two = new ChannelEventTime(2, _heard);

    [Fact]
    public void The_smallest_of_two_inputs_counts()
    {
        _two.Watermark(0, 10);
        Assert.Empty(_heard.Taken());
        _two.Watermark(1, 20);
        Assert.Equal(["10"], _heard.Taken());
    }

    [Fact]
    public void A_channel_never_falls_back_and_what_does_is_counted()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.Watermark(0, 5);
        _two.Watermark(0, 10);
        Assert.Equal(1, _two.LateWatermarks);
        _two.Watermark(0, 12);
        Assert.Equal(["10", "12"], _heard.Taken());
        _two.Status(1, false);
        _two.Watermark(1, 19);
        _two.Watermark(0, Timestamps.MaxWatermark);
        _two.Watermark(0, 3);
        Assert.Equal(2, _two.LateWatermarks);
    }

    [Fact]
    public void A_restored_channel_that_had_ended_does_not_end_event_time_for_those_that_are_idle()
    {
        _two.Restore([new ChannelTime(Timestamps.MaxWatermark, true), new ChannelTime(long.MinValue, false)]);
        _two.End(0);
        Assert.DoesNotContain($"{Timestamps.MaxWatermark}", _heard.Taken());
    }

    [Fact]
    public void An_idle_channel_does_not_count()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.Status(0, false);
        Assert.Equal(["10", "20"], _heard.Taken());
    }

    [Fact]
    public void A_channel_that_resumes_counts_once_it_has_caught_up()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.Status(0, false);
        _two.Status(0, true);
        _two.Watermark(0, 15);
        Assert.Equal(["10", "20"], _heard.Taken());
        _two.Watermark(1, 30);
        Assert.Equal(["30"], _heard.Taken());
        _two.Watermark(0, 25);
        _two.Watermark(0, 32);
        Assert.Empty(_heard.Taken());
        _two.Watermark(1, 40);
        Assert.Equal(["32"], _heard.Taken());
    }

    [Fact]
    public void When_all_are_idle_the_highest_comes_first()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.Status(0, false);
        _two.Status(1, false);
        Assert.Equal(["10", "20", "idle"], _heard.Taken());
    }

    [Fact]
    public void The_last_channel_to_go_idle_flushes_the_highest_of_all()
    {
        var three = new ChannelEventTime(3, _heard);
        three.Watermark(0, 5);
        three.Watermark(1, 30);
        three.Watermark(2, 7);
        three.Status(1, false);
        three.Status(2, false);
        Assert.Equal(["5"], _heard.Taken());
        three.Status(0, false);
        Assert.Equal(["30", "idle"], _heard.Taken());
    }

    [Fact]
    public void A_watermark_of_an_idle_channel_is_ignored()
    {
        _two.Watermark(1, 20);
        _two.Status(0, false);
        Assert.Equal(["20"], _heard.Taken());
        _two.Watermark(0, 100);
        _two.Status(0, true);
        _two.Watermark(0, 10);
        Assert.Empty(_heard.Taken());
    }

    // FlowActors' own rule, where Flink's is loose.
    [Fact]
    public void While_an_idle_channel_lives_the_output_stays_where_an_ended_one_left_it()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 5);
        _two.Status(1, false);
        _two.End(0);
        Assert.Equal(["5", "10", "idle"], _heard.Taken());
        _two.Status(1, true);
        _two.Watermark(1, 12);
        _two.End(1);
        Assert.Equal(["active", "12", "end"], _heard.Taken());
    }

    [Fact]
    public void The_highest_watermark_of_a_channel_is_its_end_for_event_time()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 5);
        _two.Status(1, false);
        _two.Watermark(0, Timestamps.MaxWatermark);
        _two.End(0);
        _two.Status(0, true);
        Assert.Equal(["5", "10", "idle"], _heard.Taken());
        _two.Watermark(1, Timestamps.MaxWatermark);
        Assert.Equal(["active", "end"], _heard.Taken());
    }

    [Fact]
    public void An_ended_channel_holds_nobody_back()
    {
        _two.Watermark(0, 10);
        _two.Watermark(1, 20);
        _two.End(0);
        _two.Watermark(1, 25);
        Assert.Equal(["10", "20", "25"], _heard.Taken());
    }

    [Fact]
    public void It_agrees_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 7], Gen.Long[0, 30]);
        Seeded.Check(step.Array[0, 60], steps =>
        {
            _heard.Taken();
            var channels = new ChannelEventTime(3, _heard);
            var model = new NaiveChannels(3);
            foreach (var (channel, kind, value) in steps)
            {
                switch (kind)
                {
                    case 0 or 1:
                        model.Status(channel, kind == 1);
                        channels.Status(channel, kind == 1);
                        break;
                    case 2 when value < 3:
                        model.End(channel);
                        channels.End(channel);
                        break;
                    default:
                        model.Watermark(channel, value);
                        channels.Watermark(channel, value);
                        break;
                }

                Assert.Equal(model.Taken(), _heard.Taken());
                Assert.Equal(model.Late, channels.LateWatermarks);
            }
        });
    }

    private sealed class Heard : IEventTime
    {
        private readonly List<string> _said = [];

        public void Watermark(long timestamp) => _said.Add(timestamp == Timestamps.MaxWatermark ? "end" : $"{timestamp}");

        public void Status(bool active) => _said.Add(active ? "active" : "idle");

        public string[] Taken()
        {
            string[] taken = [.. _said];
            _said.Clear();
            return taken;
        }
    }

    /// <summary>The rules one by one, over plain sets.</summary>
    private sealed class NaiveChannels(int channels)
    {
        private readonly long[] _watermarks = [.. Enumerable.Repeat(long.MinValue, channels)];
        private readonly HashSet<int> _active = [.. Enumerable.Range(0, channels)];
        private readonly HashSet<int> _behind = [];
        private readonly HashSet<int> _ended = [];
        private long _output = long.MinValue;
        private long _said = long.MinValue;
        private bool _saidActive = true;

        public long Late { get; private set; }

        private bool IsActive => _active.Count > 0 || _ended.Count == channels;

        public void Watermark(int channel, long value)
        {
            if (!_ended.Contains(channel) && value < _watermarks[channel]) Late++;
            if (!_active.Contains(channel) || value <= _watermarks[channel]) return;
            _watermarks[channel] = value;
            if (value >= _output) _behind.Remove(channel);
        }

        public void Status(int channel, bool active)
        {
            if (_ended.Contains(channel)) return;
            if (!active)
            {
                _active.Remove(channel);
            }
            else if (_active.Add(channel))
            {
                if (_watermarks[channel] < _output) _behind.Add(channel);
                else _behind.Remove(channel);
            }
        }

        public void End(int channel)
        {
            _ended.Add(channel);
            _active.Remove(channel);
        }

        /// <summary>What is to be said now.</summary>
        public List<string> Taken()
        {
            var counting = _active.Where(c => !_behind.Contains(c)).Select(c => _watermarks[c]).ToArray();
            if (_ended.Count == channels) _output = Timestamps.MaxWatermark;
            else if (_active.Count == 0) _output = Math.Max(_output, _watermarks.Max());
            else if (counting.Length > 0) _output = Math.Max(_output, counting.Min());
            var said = new List<string>();
            if (IsActive && !_saidActive) said.Add("active");
            if (_output > _said) said.Add(_output == Timestamps.MaxWatermark ? "end" : $"{_output}");
            if (!IsActive && _saidActive) said.Add("idle");
            (_said, _saidActive) = (_output, IsActive);
            return said;
        }
    }
}
