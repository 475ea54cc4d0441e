using CsCheck;
using FlowActors.Operators;

namespace FlowActors.Tests.Operators.EventTime;

public sealed class EventTimeCombinerTests
{
    private readonly Heard _heard = new();

    [Fact]
    public void What_is_idle_or_has_ended_leaves_the_stream_at_the_highest_until_others_have_caught_up()
    {
        var combiner = new EventTimeCombiner(_heard);
        var (a, b, c) = (new EventTimePart(), new EventTimePart(), new EventTimePart());
        combiner.Add(a);
        combiner.Add(b);
        combiner.Rise(a, 10);
        combiner.Rise(b, 5);
        Assert.Equal(["5"], Flush(combiner));
        combiner.SetActive(b, false);
        combiner.End(a);
        Assert.Equal(["10", "idle"], Flush(combiner));
        combiner.SetActive(b, true);
        combiner.Rise(b, 8);
        Assert.Equal(["active"], Flush(combiner));
        combiner.Rise(b, 12);
        Assert.Equal(["12"], Flush(combiner));
        combiner.End(b);
        Assert.Empty(Flush(combiner));
        combiner.Add(c);
        combiner.Rise(c, 11);
        Assert.Empty(Flush(combiner));
        combiner.Rise(c, 13);
        Assert.Equal(["13"], Flush(combiner));
        combiner.EndAll();
        combiner.EndAll();
        Assert.Equal([$"{Timestamps.MaxWatermark}"], Flush(combiner));
    }

    [Fact]
    public void A_part_that_is_new_holds_the_stream_where_it_is()
    {
        var combiner = new EventTimeCombiner(_heard, isActive: false);
        Assert.Equal(["idle"], Flush(combiner));
        var (a, b) = (new EventTimePart(), new EventTimePart());
        combiner.Add(a);
        combiner.Rise(a, 10);
        combiner.Add(b);
        combiner.Rise(a, 20);
        Assert.Equal(["active", "10"], Flush(combiner));
        combiner.Rise(b, 15);
        Assert.Equal(["15"], Flush(combiner));
    }

    [Fact]
    public void It_agrees_with_a_naive_model()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Long[0, 30]);
        Seeded.Check(step.Array[0, 60], steps =>
        {
            _heard.Taken();
            var combiner = new EventTimeCombiner(_heard);
            var model = new NaiveEventTime();
            var parts = new List<EventTimePart>();
            foreach (var (kind, number, value) in steps)
            {
                var at = parts.Count == 0 ? -1 : number % parts.Count;
                if (kind == 0 || at < 0)
                {
                    var part = new EventTimePart { Watermark = value < 10 ? long.MinValue : value, IsActive = number != 5 };
                    parts.Add(part);
                    combiner.Add(part);
                    model.Add(part.Watermark, part.IsActive);
                }
                else if (kind == 1)
                {
                    combiner.End(parts[at]);
                    parts.RemoveAt(at);
                    model.End(at);
                }
                else if (kind is 2 or 3)
                {
                    combiner.SetActive(parts[at], kind == 2);
                    model.SetActive(at, kind == 2);
                }
                else
                {
                    combiner.Rise(parts[at], value);
                    model.Rise(at, value);
                }

                Assert.Equal(model.Flush(), Flush(combiner));
            }
        });
    }

    private string[] Flush(EventTimeCombiner combiner)
    {
        combiner.Flush();
        return _heard.Taken();
    }

    private sealed class Heard : IEventTime
    {
        private readonly List<string> _said = [];

        public void Watermark(long timestamp) => _said.Add($"{timestamp}");

        public void Status(bool active) => _said.Add(active ? "active" : "idle");

        public string[] Taken()
        {
            string[] taken = [.. _said];
            _said.Clear();
            return taken;
        }
    }

    /// <summary>The rules one by one: everything is looked at anew each time.</summary>
    private sealed class NaiveEventTime
    {
        private readonly List<(long Watermark, bool IsActive, bool IsBehind)> _parts = [];
        private long _highest = long.MinValue;
        private long _output = long.MinValue;
        private bool _isActive = true;
        private long _said = long.MinValue;
        private bool _saidActive = true;

        public void Add(long watermark, bool isActive)
        {
            _parts.Add((watermark, isActive, !isActive));
            _highest = Math.Max(_highest, watermark);
            _isActive |= isActive;
        }

        public void Rise(int part, long watermark)
        {
            var (before, isActive, isBehind) = _parts[part];
            if (watermark <= before) return;
            if (isActive) _highest = Math.Max(_highest, watermark);
            _parts[part] = (watermark, isActive, isBehind && !(isActive && watermark >= _output));
            Settle();
        }

        public void SetActive(int part, bool isActive)
        {
            var (watermark, was, _) = _parts[part];
            if (was == isActive) return;
            _parts[part] = (watermark, isActive, !isActive || watermark < _output);
            _isActive |= isActive;
            if (isActive) _highest = Math.Max(_highest, watermark);
            Settle();
        }

        public void End(int part)
        {
            _parts.RemoveAt(part);
            Settle();
        }

        public List<string> Flush()
        {
            Settle();
            var said = new List<string>();
            if (_isActive && !_saidActive) said.Add("active");
            if (_output > _said) said.Add($"{_output}");
            if (!_isActive && (_saidActive || said.Contains("active"))) said.Add("idle");
            (_said, _saidActive) = (Math.Max(_said, _output), _isActive);
            return said;
        }

        private void Settle()
        {
            if (_parts.Count == 0) return;
            if (!_parts.Any(p => p.IsActive))
            {
                _isActive = false;
                _output = Math.Max(_output, _highest);
                return;
            }

            var counting = _parts.Where(p => !p.IsBehind).Select(p => p.Watermark).ToArray();
            if (counting.Length > 0) _output = Math.Max(_output, counting.Min());
        }
    }
}
