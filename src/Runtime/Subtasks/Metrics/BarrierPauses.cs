using System.Diagnostics;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// How long the records of a subtask stood still for barriers: from when a barrier was here on all channels to the next record that was
/// read. Written on the subtask's thread, read from any.
/// </summary>
internal sealed class BarrierPauses
{
    private long _begun;
    private long _count;
    private double _last;
    private double _longest;

    /// <summary>Whether a barrier has come and no record since.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>How many have ended.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>How long the last one was; 0 while there is none.</summary>
    public double LastMs => Volatile.Read(ref _last);

    /// <summary>How long the longest one was; 0 while there is none.</summary>
    public double LongestMs => Volatile.Read(ref _longest);

    /// <summary>A barrier is here on all channels. One that comes during a pause prolongs it.</summary>
    /// <param name="now">A time of <see cref="Stopwatch"/>.</param>
    public void Begin(long now)
    {
        if (!IsOpen) (_begun, IsOpen) = (now, true);
    }

    /// <summary>A record was read.</summary>
    /// <param name="now">When the subtask turned to it, as a time of <see cref="Stopwatch"/>.</param>
    public void End(long now)
    {
        IsOpen = false;
        var pause = Stopwatch.GetElapsedTime(_begun, now).TotalMilliseconds;
        Volatile.Write(ref _last, pause);
        if (pause > _longest) Volatile.Write(ref _longest, pause);
        Volatile.Write(ref _count, _count + 1);
    }
}
