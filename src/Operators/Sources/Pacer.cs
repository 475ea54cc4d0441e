namespace FlowActors.Sources;

/// <summary>
/// Holds numbered records to a rate: record i is due i / rate seconds after the start. Open loop: a reader that was held up
/// catches up.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private readonly TimeProvider _time;
    private readonly double _rate;
    private readonly long _start;
    private readonly ITimer _timer;

    public Pacer(TimeProvider time, double rate, Action wake)
    {
        _time = time;
        _rate = rate;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Records with smaller numbers are due now.</summary>
    public long Due() => (long)(_time.GetElapsedTime(_start).TotalSeconds * _rate) + 1;

    /// <summary>Wakes once, when the record is due.</summary>
    public void WakeWhenDue(long record)
    {
        var wait = TimeSpan.FromSeconds(record / _rate) - _time.GetElapsedTime(_start);
        var floor = TimeSpan.FromMilliseconds(1); // what timers can keep
        _timer.Change(wait > floor ? wait : floor, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
