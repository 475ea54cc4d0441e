namespace FlowActors.Tests.Harness;

/// <summary>A clock that stands still until a test moves it; timers fire on the test's thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer fires, from now; null when none is set.</summary>
    public TimeSpan? NextTimer => _timers.Min(t => t.Due) - _now;

    public int TimerCount => _timers.Count;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        _now += by;
        foreach (var timer in _timers.Where(t => t.Due <= _now).ToList()) timer.Fire();
    }

    private sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        // In one word: a timer may be set on another thread.
        private long _due = long.MaxValue;

        public TimeSpan? Due => Volatile.Read(ref _due) is var due and < long.MaxValue ? new TimeSpan(due) : null;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Volatile.Write(ref _due, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : (time._now + dueTime).Ticks);
            return true;
        }

        public void Fire()
        {
            Volatile.Write(ref _due, long.MaxValue);
            fire();
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
