using FlowActors.Operators;
using System.Diagnostics;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// How a subtask spends its time, as Flink tells it: busy, idle or back-pressured. A run counts as busy, and so does the wait for a thread; what user code waits for room inside a run counts
/// as back-pressured. All times are timestamps of <see cref="Stopwatch"/>.
/// </summary>
internal sealed class TimeShares
{
    private readonly long _start;
    private long _lastEnd;
    private Progress _lastResult = Progress.Waiting;
    private long _idle;
    private long _backPressured;
    private long _runningSince;
    private long _waitingSince;
    private long _callSince;
    private long _scheduledSince;

    public TimeShares(long start)
    {
        _start = start;
        _lastEnd = start;
    }

    // A subtask that has ended has nothing to do either, until the whole job has ended.
    private bool IsIdle => _lastResult is Progress.Waiting or Progress.Done;

    /// <summary>When the run or call at hand began or its last wait for room ended; 0 between runs and during such a wait.</summary>
    public long CallSince => Volatile.Read(ref _callSince);

    /// <summary>A thread is asked for; from any thread, before it can be given.</summary>
    public void Scheduled(long now) => Volatile.Write(ref _scheduledSince, now);

    public void RunStarts(long now)
    {
        Volatile.Write(ref _scheduledSince, 0);
        var gap = now - _lastEnd;
        if (IsIdle) Volatile.Write(ref _idle, _idle + gap);
        else if (_lastResult == Progress.OutputFull) Volatile.Write(ref _backPressured, _backPressured + gap);
        Volatile.Write(ref _runningSince, now);
        Volatile.Write(ref _callSince, now);
    }

    public void RunEnds(long now, Progress result)
    {
        _lastResult = result;
        if (result == Progress.Yielded) Volatile.Write(ref _scheduledSince, now);
        Volatile.Write(ref _lastEnd, now);
        Volatile.Write(ref _runningSince, 0);
        Volatile.Write(ref _callSince, 0);
    }

    /// <summary>User code is at work outside of a run: the subtask opens, finishes or closes.</summary>
    public void CallStarts(long now) => Volatile.Write(ref _callSince, now);

    public void CallEnds() => Volatile.Write(ref _callSince, 0);

    /// <summary>User code waits for room in an output; within a run.</summary>
    public void WaitStarts(long now)
    {
        Volatile.Write(ref _waitingSince, now);
        Volatile.Write(ref _callSince, 0);
    }

    public void WaitEnds(long now)
    {
        var waited = now - _waitingSince;
        Volatile.Write(ref _waitingSince, 0);
        Volatile.Write(ref _backPressured, _backPressured + waited);
        Volatile.Write(ref _callSince, now);
    }

    /// <summary>Milliseconds since the run or call at hand began; 0 when there is none, and in a wait for room.</summary>
    public double CallTime(long now) => Milliseconds(Volatile.Read(ref _callSince), now);

    /// <summary>Milliseconds since a thread was asked for that has not come yet; 0 when none was.</summary>
    public double ThreadWait(long now) => Milliseconds(Volatile.Read(ref _scheduledSince), now);

    /// <summary>When the subtask began.</summary>
    public long Start => _start;

    /// <summary>Whether it stands still for a full output, or user code waits for room in one. From any thread.</summary>
    public bool IsBackPressured => Volatile.Read(ref _waitingSince) != 0 || (Volatile.Read(ref _runningSince) == 0 && _lastResult == Progress.OutputFull);

    /// <summary>How long it has been idle and back-pressured. A look changes nothing, whoever looks how often; from any thread.</summary>
    public TimeSums SumsAt(long now)
    {
        var idle = Volatile.Read(ref _idle);
        var backPressured = Volatile.Read(ref _backPressured);
        // After the sum: a wait that ends in between is left out of this look rather than counted twice.
        if (Volatile.Read(ref _waitingSince) is var waiting and not 0) backPressured += Math.Max(0, now - waiting);
        if (Volatile.Read(ref _runningSince) == 0)
        {
            var gap = Math.Max(0, now - Volatile.Read(ref _lastEnd));
            if (IsIdle) idle += gap;
            else if (_lastResult == Progress.OutputFull) backPressured += gap;
        }

        return new TimeSums(now, idle, backPressured);
    }

    private static double Milliseconds(long since, long now) =>
        since == 0 ? 0 : Math.Max(0, Stopwatch.GetElapsedTime(since, now).TotalMilliseconds);
}
