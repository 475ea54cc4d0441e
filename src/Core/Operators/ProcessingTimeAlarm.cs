namespace FlowActors.Operators;

/// <summary>
/// Rings on the subtask's thread, between two elements, when the job's clock has reached a time. It has one timer of the
/// <see cref="TimeProvider"/>, however many times it is set. Used on the subtask's thread.
/// </summary>
internal sealed class ProcessingTimeAlarm : IDisposable
{
    // Who wakes too soon waits again: so a clock that is set forward is noticed within this time.
    private const long LongestWaitMs = 60_000;

    private readonly TimeProvider _time;
    private readonly Action _ring;
    private readonly ICompletions _completions;
    private readonly ITimer _timer;
    private long _at = long.MaxValue;
    private int _hasRung;
    private bool _isDisposed;

    /// <param name="context">The operator's surroundings.</param>
    /// <param name="ring">Must not emit. The time may not have come: then it is to be set again.</param>
    public ProcessingTimeAlarm(OperatorContext context, Action ring)
    {
        _time = context.Time;
        _ring = ring;
        _completions = context.CreateCompletions(1);
        _completions.TryReserve();
        _timer = _time.CreateTimer(static state => ((ProcessingTimeAlarm)state!).Elapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The clock's time in ms since 1970.</summary>
    public long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Rings when the clock shows that time, unless it is to ring earlier already; at once if it does.</summary>
    /// <param name="time">In ms since 1970.</param>
    public void Set(long time)
    {
        if (_isDisposed || time >= _at) return;
        _at = time;
        var now = Now;
        if (time <= now) Elapsed();
        else _timer.Change(TimeSpan.FromMilliseconds(Math.Min(time - now, LongestWaitMs)), Timeout.InfiniteTimeSpan);
    }

    /// <summary>It rings no more.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _timer.Dispose();
    }

    // From any thread. The slot is taken until it has rung, so that it may be used once.
    private void Elapsed()
    {
        if (Interlocked.Exchange(ref _hasRung, 1) == 0) _completions.Complete(Ring);
    }

    private void Ring()
    {
        _completions.TryReserve();
        _at = long.MaxValue;
        Volatile.Write(ref _hasRung, 0);
        if (!_isDisposed) _ring();
    }
}
