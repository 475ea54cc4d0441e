namespace FlowActors.Examples.Nexmark;

/// <summary>
/// Holds the positions of a stream to a rate of wall time: position i is due i / rate seconds after the first question. A
/// reader that was held up catches up, so the rate holds over the whole run.
/// </summary>
internal sealed class Throttle : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1); // what timers can keep
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1); // timers end at 49 days; who wakes too soon waits again
    private readonly TimeProvider _time;
    private readonly double _rate;
    private readonly ITimer _timer;
    private long? _start;

    /// <param name="time">The clock.</param>
    /// <param name="rate">Positions a second, all subtasks together.</param>
    /// <param name="wake">Called, by any thread, when there is something due again.</param>
    public Throttle(TimeProvider time, long rate, Action wake)
    {
        _time = time;
        _rate = rate;
        _timer = time.CreateTimer(static state => ((Action)state!)(), wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>All smaller positions are due.</summary>
    public long Due()
    {
        var due = Elapsed().TotalSeconds * _rate;
        return due < long.MaxValue ? (long)due + 1 : long.MaxValue;
    }

    /// <summary>Wakes once, when the position is due or a day has passed.</summary>
    public void WakeWhenDue(long position)
    {
        var seconds = position / _rate;
        var wait = seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) - Elapsed() : TimeSpan.MaxValue;
        _timer.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private TimeSpan Elapsed() => _time.GetElapsedTime(_start ??= _time.GetTimestamp());
}
