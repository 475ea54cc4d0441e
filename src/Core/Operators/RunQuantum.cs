using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// Says when the work of one subtask must stand still: its time is up, an output is full, something must be finished before the
/// next element, or somebody wants to speak to it. Every loop that the engine owns asks it before each record; one question costs a decrement and a comparison.
/// </summary>
/// <remarks>
/// Owned by one subtask and asked on its thread. <see cref="Interrupt"/> may be called by any thread.
/// The clock is read every 16 records at first. While 16 records take next to no time the stride grows, up to
/// <see cref="MaxStride"/>, so that a chain of a few nanoseconds a record does not spend a third of its time reading clocks;
/// a stride that took longer than <see cref="LongStride"/> brings it back to 16.
/// </remarks>
public sealed class RunQuantum
{
    private const int MinStride = 16;
    private const int MaxStride = 256;
    private const int OutputFullFlag = 1;
    private const int InterruptFlag = 2;
    private const int ExpiredFlag = 4;
    private const int PendingFlag = 8;
    private const int EndedFlag = 16;

    private static readonly long LongStride = Stopwatch.Frequency / 200_000; // 5 µs
    private readonly long _ticks;
    private int _flags;
    private int _left = MinStride;
    private int _stride = MinStride;
    private long _deadline;
    private long _lastRead;

    /// <summary>A quantum of the given length; 1 ms unless configured otherwise.</summary>
    public RunQuantum(TimeSpan length) => _ticks = (long)(length.TotalSeconds * Stopwatch.Frequency);

    /// <summary>True while an output has no free batch.</summary>
    public bool IsOutputFull => (Volatile.Read(ref _flags) & OutputFullFlag) != 0;

    /// <summary>Why the loop must stop, once it has been told to: an output is full, or the run is over.</summary>
    public Progress Stop => IsOutputFull ? Progress.OutputFull : Progress.Yielded;

    /// <summary>True when the run is over, whatever is pending: its time is up, somebody interrupted it, or an output is full.</summary>
    internal bool IsOver => (Volatile.Read(ref _flags) & ~PendingFlag) != 0;

    /// <summary>True when the loop must stop before the next record, whatever was granted.</summary>
    internal bool IsRaised
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _flags) != 0;
    }

    /// <summary>True when the loop must stop before the next record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ShouldYield() => (Volatile.Read(ref _flags) != 0) | (--_left <= 0) && CheckClock();

    /// <summary>
    /// As <see cref="ShouldYield"/> for many records at once, for the hottest loops: they ask <see cref="IsRaised"/> before each
    /// record, which writes nothing.
    /// </summary>
    /// <param name="max">The records that the loop has, above 0.</param>
    /// <returns>How many of them may pass before it must ask again; 0 when it must stop.</returns>
    internal int Grant(int max)
    {
        if ((Volatile.Read(ref _flags) != 0 || _left <= 0) && CheckClock()) return 0;
        var granted = Math.Min(max, _left);
        _left -= granted;
        return granted;
    }

    /// <summary>Of what was granted so many did not pass.</summary>
    internal void GiveBack(int unused) => _left += unused;

    /// <summary>Starts a run: a full quantum from now. An output that is full stays full, and an attempt that has ended has.</summary>
    public void Begin(long now)
    {
        Interlocked.And(ref _flags, OutputFullFlag | EndedFlag);
        _deadline = now + _ticks;
        _lastRead = now;
        _left = _stride;
    }

    /// <summary>Ends the present run before the next record, from any thread.</summary>
    public void Interrupt() => Interlocked.Or(ref _flags, InterruptFlag);

    /// <summary>The attempt has ended: no loop works any more, in this run and in any other; from any thread.</summary>
    internal void End() => Interlocked.Or(ref _flags, EndedFlag);

    /// <summary>True once the attempt has ended.</summary>
    internal bool HasEnded => (Volatile.Read(ref _flags) & EndedFlag) != 0;

    /// <summary>The outputs say whether one of them is full; on the subtask's thread.</summary>
    internal void SetOutputFull(bool full)
    {
        if (full) Interlocked.Or(ref _flags, OutputFullFlag);
        else Interlocked.And(ref _flags, ~OutputFullFlag);
    }

    /// <summary>
    /// Something must be finished before the next element: suspended output, a barrier, the end of an input. On the subtask's thread.
    /// </summary>
    internal void SetPending(bool pending)
    {
        if (pending) Interlocked.Or(ref _flags, PendingFlag);
        else if ((Volatile.Read(ref _flags) & PendingFlag) != 0) Interlocked.And(ref _flags, ~PendingFlag);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CheckClock()
    {
        if (Volatile.Read(ref _flags) != 0) return true;
        var now = Stopwatch.GetTimestamp();
        _stride = now - _lastRead > LongStride ? MinStride : Math.Min(_stride * 2, MaxStride);
        _lastRead = now;
        _left = _stride;
        if (now < _deadline) return false;
        Interlocked.Or(ref _flags, ExpiredFlag);
        return true;
    }
}
