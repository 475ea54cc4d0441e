namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// How a subtask has spent the last seconds: the sums of <see cref="TimeShares"/> as they were at a few moments before. Somebody looks at
/// regular intervals; the subtask itself knows nothing of it. Thread-safe.
/// </summary>
/// <param name="shares">Those of the subtask.</param>
internal sealed class RecentShares(TimeShares shares)
{
    /// <summary>How many looks are remembered: at two a second the last five seconds.</summary>
    public const int LooksMax = 10;

    private readonly Queue<TimeSums> _looks = new([new TimeSums(shares.Start, 0, 0)]);
    private readonly Lock _looking = new();

    /// <summary>Remembers how it is now.</summary>
    public void Look(long now)
    {
        lock (_looking)
        {
            _looks.Enqueue(shares.SumsAt(now));
            if (_looks.Count > LooksMax) _looks.Dequeue();
        }
    }

    /// <summary>The shares since the oldest look that is remembered.</summary>
    public TimeShare At(long now)
    {
        lock (_looking) return shares.SumsAt(now).Since(_looks.Peek());
    }
}

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
