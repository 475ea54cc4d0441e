using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Sources;

/// <summary>
/// Finds the splits of a reader that are idle. The reader shows at each rest what it has: a split is idle when two rests lie the timeout apart
/// and no record of it came between. So a split is never idle that has records at hand, however long they have to wait for their turn.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="timeout">In ms.</param>
/// <param name="all">The stream that the splits are parts of.</param>
/// <param name="splits">The splits that have not ended, whatever they are at the moment.</param>
internal sealed class Idleness<T>(long timeout, EventTimeCombiner all, IReadOnlyCollection<SplitClock<T>> splits)
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(60);
    private long _withoutSplitsSince = SplitClock<T>.Never;
    private bool _wasHeldUp = true;

    /// <summary>When to look next, in ms since 1970; never while nothing can become idle.</summary>
    public long LookAt { get; private set; } = long.MaxValue;

    /// <summary>The timeout in ms; null where nothing becomes idle.</summary>
    public static long? TimeoutOf(WatermarkStrategy<T> strategy, Boundedness boundedness)
    {
        var idleness = strategy.Idleness ?? (boundedness == Boundedness.Unbounded ? Default : Timeout.InfiniteTimeSpan);
        return idleness == Timeout.InfiniteTimeSpan ? null : Math.Max(1, (long)idleness.TotalMilliseconds);
    }

    /// <summary>An output was full: what is there could not be read, and all begins anew.</summary>
    public void HeldUp() => _wasHeldUp = true;

    /// <summary>The reader has nothing at hand.</summary>
    /// <param name="begun">The splits that have had records since the last rest.</param>
    /// <param name="now">In ms since 1970.</param>
    public void Rest(List<SplitClock<T>> begun, long now)
    {
        foreach (var split in begun) split.EmptySince = now;
        if (_wasHeldUp)
        {
            foreach (var split in splits) split.EmptySince = now;
            _withoutSplitsSince = SplitClock<T>.Never;
            _wasHeldUp = false;
        }

        if (splits.Count > 0) _withoutSplitsSince = SplitClock<T>.Never;
        else if (_withoutSplitsSince == SplitClock<T>.Never) _withoutSplitsSince = LookWithin(now);
        if (begun.Count > 0) LookWithin(now);
        if (now >= LookAt) Look(now);
    }

    private void Look(long now)
    {
        LookAt = long.MaxValue;
        if (splits.Count == 0 && IsOver(_withoutSplitsSince, now)) all.RestEmpty();
        foreach (var split in splits)
        {
            if (split.Clock.IsIdle) continue;
            if (split.IsPaused) split.EmptySince = now;
            if (IsOver(split.EmptySince, now)) split.Clock.IdleByTimeout();
        }
    }

    private long LookWithin(long now)
    {
        LookAt = Math.Min(LookAt, now + timeout);
        return now;
    }

    private bool IsOver(long since, long now)
    {
        if (now - since >= timeout) return true;
        LookWithin(since);
        return false;
    }
}
