namespace FlowActors.State.Telemetry.Latency;

/// <summary>
/// How long accesses of one sort to one state take, in nanoseconds: the first and then each n-th is measured, and the last of these are kept.
/// Measured on the subtask's thread, without allocation; read on any.
/// </summary>
internal sealed class AccessLatency(LatencyTracking tracking, TimeProvider time)
{
    private readonly double _nanosecondsPerTick = 1e9 / time.TimestampFrequency;
    private readonly long[] _history = new long[tracking.HistorySize];
    private long _measured;
    private int _left = 1;

    /// <summary>Counts an access.</summary>
    /// <param name="started">When it began, for <see cref="End"/> or <see cref="Since"/>.</param>
    /// <returns>Whether it is to be measured.</returns>
    public bool IsDue(out long started)
    {
        started = 0;
        if (--_left > 0) return false;
        _left = tracking.SampleInterval;
        started = Now;
        return true;
    }

    /// <summary>The moment, in ticks of the clock.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>The ticks since a moment.</summary>
    public long Since(long started) => Now - started;

    /// <summary>An access that began then is over.</summary>
    public void End(long started) => Add(Since(started));

    /// <summary>An access took so many ticks.</summary>
    public void Add(long ticks)
    {
        Volatile.Write(ref _history[_measured % _history.Length], (long)(ticks * _nanosecondsPerTick));
        Volatile.Write(ref _measured, _measured + 1);
    }

    /// <summary>That which so large a part of the kept ones did not pass; 0 where there is none.</summary>
    /// <param name="quantile">The part: 0.5 for the median, 1 for the longest.</param>
    public double Quantile(double quantile)
    {
        var kept = new long[Math.Min(Volatile.Read(ref _measured), _history.Length)];
        if (kept.Length == 0) return 0;
        for (var i = 0; i < kept.Length; i++) kept[i] = Volatile.Read(ref _history[i]);
        Array.Sort(kept);
        return kept[Math.Max(0, (int)Math.Ceiling(quantile * kept.Length) - 1)];
    }
}
