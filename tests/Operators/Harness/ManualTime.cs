namespace FlowActors.Tests.Harness;

/// <summary>A clock that stands still until a test moves it; timers fire on the test's thread. They may be set by any thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private readonly SemaphoreSlim _set = new(0);
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer fires, from now; null when none is set.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_lock) return _timers.Min(t => t.Due) - _now;
        }
    }

    public int TimerCount
    {
        get
        {
            lock (_lock) return _timers.Count;
        }
    }

    public override long GetTimestamp()
    {
        lock (_lock) return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        lock (_lock) _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(t => t.Due <= _now)];
        }

        foreach (var timer in due) timer.Fire();
    }

    /// <summary>Waits until a timer was set, once for each time that one is; the limit only turns a hang into a failure.</summary>
    public async Task TimerSetAsync() => Assert.True(await _set.WaitAsync(TimeSpan.FromSeconds(30)), "Nobody has set a timer.");

    private sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock) Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
            if (dueTime != Timeout.InfiniteTimeSpan) time._set.Release();
            return true;
        }

        public void Fire()
        {
            lock (time._lock) Due = null;
            fire();
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
