namespace FlowActors.Sources;

/// <summary>
/// Holds numbered records to a rate of wall time: record i is due i / rate seconds after the first question. Open loop: a reader
/// that was held up catches up, so the rate holds over the whole run.
/// </summary>
internal sealed class Pacer : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1); // what timers can keep
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // timers end at 49 days; who wakes too soon waits again
    private readonly TimeProvider _time;
    private readonly double _rate;
    private readonly long _first;
    private readonly ITimer _timer;
    private long? _start;

    /// <param name="time">The clock.</param>
    /// <param name="rate">Records a second: above 0, finite.</param>
    /// <param name="wake">Called, by any thread, when there is something due again.</param>
    /// <param name="first">The number that is due at once; those below it were due earlier.</param>
    public Pacer(TimeProvider time, double rate, Action wake, long first = 0)
    {
        _time = time;
        _rate = rate;
        _first = first;
        _timer = time.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Records with smaller numbers are due now.</summary>
    public long Due()
    {
        var due = Elapsed().TotalSeconds * _rate;
        return due < long.MaxValue - _first ? _first + (long)due + 1 : long.MaxValue;
    }

    /// <summary>Wakes once, when the record is due or a day has passed.</summary>
    public void WakeWhenDue(long record)
    {
        var seconds = (record - _first) / _rate;
        var wait = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) - Elapsed() : TimeSpan.MaxValue;
        _timer.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private TimeSpan Elapsed() => _time.GetElapsedTime(_start ??= _time.GetTimestamp());
}
