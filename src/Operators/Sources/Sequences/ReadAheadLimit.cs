using System.Diagnostics;

namespace FlowActors.Sources;

/// <summary>
/// How far a feed may be ahead of its reader: so far that waking each other does not count, and no farther, for nobody knows how
/// large its records are. Few at first; twice as many whenever the limit was reached and half of it taken within a few milliseconds,
/// half as many when that took long. Records that are slow to make or to process, as large ones are, are not read far ahead.
/// </summary>
internal sealed class ReadAheadLimit
{
    public const int Min = 16;
    public const int Max = 4_096;
    private static readonly long Fast = Stopwatch.Frequency / 200; // 5 ms
    private static readonly long Slow = Stopwatch.Frequency / 20; // 50 ms
    private long _last = Stopwatch.GetTimestamp();
    private int _limit = Min;

    /// <summary>The limit was reached, and there is room again.</summary>
    /// <returns>The limit from now on.</returns>
    public int Reached() => Reached(Stopwatch.GetTimestamp());

    /// <summary>As <see cref="Reached()"/>, at a time of <see cref="Stopwatch"/>.</summary>
    public int Reached(long now)
    {
        var elapsed = now - _last;
        _last = now;
        if (elapsed < Fast) _limit = Math.Min(Max, _limit * 2);
        else if (elapsed > Slow) _limit = Math.Max(Min, _limit / 2);
        return _limit;
    }
}
