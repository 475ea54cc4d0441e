namespace FlowActors.Tests.Sources;

/// <summary>The rules for the splits of one reader one by one, which finds all that there is after each thing that happens.</summary>
internal sealed class NaiveSplits
{
    private readonly long _bound;
    private readonly long _idleAfter;
    private readonly long _interval;
    private readonly Split[] _splits;
    private readonly List<string> _said = [];
    private long _now;
    private long? _due;
    private long _output = long.MinValue;
    private long _highest = long.MinValue;
    private bool _isIdle;
    private bool _saidIdle;
    private long _saidWatermark = long.MinValue;

    public NaiveSplits(int splits, long bound, long idleAfter, long interval, long now)
    {
        (_bound, _idleAfter, _interval, _now) = (bound, idleAfter, interval, now);
        _splits = [.. Enumerable.Range(0, splits).Select(_ => new Split { Since = now })];
        _due = Boundary();
    }

    public bool AllEnded => _splits.All(s => s.HasEnded);

    public bool HasEnded(int split) => _splits[split].HasEnded;

    public void Record(int number, long timestamp)
    {
        var split = _splits[number];
        split.Since = _now;
        if (split.IsIdle)
        {
            (split.IsIdle, split.IsBehind, _isIdle) = (false, split.Watermark < _output, false);
            _highest = Math.Max(_highest, split.Watermark);
        }

        Say();
        _said.Add($"{timestamp}");
        split.Max = Math.Max(split.Max, timestamp);
        _due ??= Boundary();
    }

    public void End(int number)
    {
        var split = _splits[number];
        Rise(split);
        split.HasEnded = true;
        if (AllEnded)
        {
            Say();
            _said.Add($"w{Timestamps.MaxWatermark}");
            return;
        }

        Settle();
        Say();
    }

    public void Advance(long ms)
    {
        _now += ms;
        if (_due <= _now)
        {
            _due = null;
            foreach (var split in _splits.Where(s => !s.HasEnded)) Rise(split);
            Say();
        }

        foreach (var split in _splits.Where(s => !s.HasEnded && !s.IsIdle && _now - s.Since >= _idleAfter))
        {
            (split.IsIdle, split.IsBehind) = (true, true);
            Settle();
        }

        Say();
    }

    public string[] Taken()
    {
        string[] taken = [.. _said];
        _said.Clear();
        return taken;
    }

    private long Boundary() => ((_now / _interval) + 1) * _interval;

    private void Rise(Split split)
    {
        if (split.Max == long.MinValue || split.Max - _bound - 1 <= split.Watermark) return;
        split.Watermark = split.Max - _bound - 1;
        if (split.IsIdle) return;
        _highest = Math.Max(_highest, split.Watermark);
        if (split.Watermark >= _output) split.IsBehind = false;
        Settle();
    }

    private void Settle()
    {
        var live = _splits.Where(s => !s.HasEnded).ToArray();
        if (live.Length == 0) return;
        if (live.All(s => s.IsIdle))
        {
            _isIdle = true;
            _output = Math.Max(_output, _highest);
        }
        else if (live.Any(s => !s.IsBehind))
        {
            _output = Math.Max(_output, live.Where(s => !s.IsBehind).Min(s => s.Watermark));
        }
    }

    private void Say()
    {
        if (!_isIdle && _saidIdle) _said.Add("active");
        if (_output > _saidWatermark) _said.Add($"w{_output}");
        if (_isIdle && !_saidIdle) _said.Add("idle");
        (_saidIdle, _saidWatermark) = (_isIdle, _output);
    }

    private sealed class Split
    {
        public long Max { get; set; } = long.MinValue;

        public long Watermark { get; set; } = long.MinValue;

        public long Since { get; set; }

        public bool IsIdle { get; set; }

        public bool IsBehind { get; set; }

        public bool HasEnded { get; set; }
    }
}
