namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// What a subtask has done in the last seconds: its sums as they were at a few moments before. Somebody looks at regular intervals; the subtask itself
/// knows nothing of it. Thread-safe.
/// </summary>
/// <param name="shares">How the subtask spends its time.</param>
internal sealed class RecentShares(TimeShares shares)
{
    /// <summary>How many looks are remembered: at two a second the last five seconds.</summary>
    public const int LooksMax = 10;

    /// <summary>Up to which share of back-pressured time, in ms of a second, a subtask is well.</summary>
    public const double PressedMin = 100;

    /// <summary>From which share of busy time, in ms of a second, it has much to do.</summary>
    public const double BusyMin = 500;

    private readonly Queue<RecentLook> _looks = new([new RecentLook(new TimeSums(shares.Start, 0, 0), 0, 0)]);
    private readonly Lock _looking = new();
    private long _pressedSince;
    private long _busySince;

    /// <summary>Remembers how it is now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="recordsIn">How many records it has read.</param>
    /// <param name="recordsOut">How many it has handed on.</param>
    public void Look(long now, long recordsIn = 0, long recordsOut = 0)
    {
        lock (_looking)
        {
            var look = new RecentLook(shares.SumsAt(now), recordsIn, recordsOut);
            var share = look.Times.Since(_looks.Peek().Times);
            _pressedSince = share.BackPressured <= PressedMin ? 0 : _pressedSince == 0 ? now : _pressedSince;
            _busySince = share.Busy < BusyMin ? 0 : _busySince == 0 ? now : _busySince;
            _looks.Enqueue(look);
            if (_looks.Count > LooksMax) _looks.Dequeue();
        }
    }

    /// <summary>What was done since the oldest look that is remembered.</summary>
    /// <param name="now">The time.</param>
    /// <param name="recordsIn">How many records it has read.</param>
    /// <param name="recordsOut">How many it has handed on.</param>
    public RecentWork At(long now, long recordsIn = 0, long recordsOut = 0)
    {
        lock (_looking)
        {
            var (before, sums) = (_looks.Peek(), shares.SumsAt(now));
            return new RecentWork(sums.Since(before.Times), PerSecond(recordsIn - before.RecordsIn), PerSecond(recordsOut - before.RecordsOut), _pressedSince, _busySince);

            double PerSecond(long records) => Math.Max(0, records) * (double)System.Diagnostics.Stopwatch.Frequency / Math.Max(1, now - before.Times.At);
        }
    }

    private readonly record struct RecentLook(TimeSums Times, long RecordsIn, long RecordsOut);
}

/// <summary>What a subtask has done in the last seconds.</summary>
/// <param name="Time">How its time was spent.</param>
/// <param name="RecordsInPerSecond">Records that it read, of each second.</param>
/// <param name="RecordsOutPerSecond">Records that it handed on, of each second.</param>
/// <param name="PressedSince">Since which look more than a tenth of its time has been back-pressured, by <see cref="System.Diagnostics.Stopwatch"/>; 0 when it is not.</param>
/// <param name="BusySince">Since which look half of its time or more has been busy, likewise; 0 when it is not.</param>
internal readonly record struct RecentWork(TimeShare Time, double RecordsInPerSecond, double RecordsOutPerSecond, long PressedSince, long BusySince);

/// <summary>How long a subtask has been idle and back-pressured up to a moment; all as ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
internal readonly record struct TimeSums(long At, long Idle, long BackPressured)
{
    /// <summary>The shares since another moment.</summary>
    public TimeShare Since(TimeSums before)
    {
        var total = Math.Max(1, At - before.At);
        var idle = Math.Clamp(Idle - before.Idle, 0, total);
        var backPressured = Math.Clamp(BackPressured - before.BackPressured, 0, total - idle);
        return new TimeShare(1000.0 * (total - idle - backPressured) / total, 1000.0 * idle / total, 1000.0 * backPressured / total);
    }
}
