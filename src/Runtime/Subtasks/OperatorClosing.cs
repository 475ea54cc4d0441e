using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Closes the operators of one subtask on a thread of their own, so that one whose Close never returns holds up nobody: it is
/// interrupted, and in the end left behind with its thread.
/// </summary>
/// <remarks>
/// Where the attempt was ended, Close is interrupted after the time that user code has to react to its token, and again and
/// again; else not before <c>close-timeout</c>. When that is over it has the time between two interrupts once more.
/// </remarks>
internal sealed class OperatorClosing(SubtaskId subtask, ExecutionCursor cursor, ThreadInterrupter interrupter, TimeSpan timeout, LeftBehindThreads leftBehind)
{
    private const int Working = 0;
    private const int Ended = 1;
    private const int Abandoned = 2;

    // Left to the garbage collector: the thread may come back when nobody waits any more.
    private readonly ManualResetEventSlim _ended = new(false, spinCount: 0);
    private readonly InterruptGuard _userCode = new();
    private volatile string _current = "";
    private volatile Exception? _failure;
    private int _state = Working;

    /// <summary>Closes all of them, those nearer to the head first, each whatever the others do.</summary>
    /// <param name="operators">Chain index, name and operator.</param>
    /// <param name="state">What they work on, if that was opened; disposed when all are closed, on the same thread, which may block.</param>
    /// <param name="threads">Starts the thread; where it cannot, the present one does the work.</param>
    /// <returns>What the first of them threw; a <see cref="CloseTimeoutException"/> when one did not return; else null.</returns>
    public Exception? Run(IReadOnlyList<(int Index, string Name, IStreamOperator Operator)> operators, IDisposable? state, IThreadStarter threads)
    {
        try
        {
            threads.Start($"close-{subtask}", () => CloseAll(operators, state));
        }
        catch (ThreadLimitException)
        {
            CloseAll(operators, state);
        }

        if (EndsInTime()) return _failure;
        var overdue = _current;
        interrupter.Interrupt();
        _userCode.Interrupt();
        var returned = Wait(interrupter.Period) || !TryAbandon(overdue);
        return new CloseTimeoutException(overdue, subtask, timeout, isLeftBehind: !returned, _failure);
    }

    private void CloseAll(IReadOnlyList<(int Index, string Name, IStreamOperator Operator)> operators, IDisposable? state)
    {
        int? failed = null;
        // Those that a failure has left under way.
        cursor.EndCalls();
        using (_userCode.Enter())
        {
            foreach (var (index, name, closed) in operators)
            {
                _current = name;
                cursor.ChainIndex = index;
                try
                {
                    closed.Close();
                }
                catch (Exception e)
                {
                    if (_failure is null) failed = index;
                    _failure ??= e;
                }
            }

            // So that the failure has the name of its operator.
            if (failed is { } first) cursor.ChainIndex = first;
        }

        // Not user code: an interrupt would leave halfway what others share.
        if (state is not null) _current = "(state)";
        try
        {
            state?.Dispose();
        }
        catch (Exception e)
        {
            _failure ??= e;
        }

        if (Interlocked.Exchange(ref _state, Ended) == Abandoned) leftBehind.Remove(this);
        _ended.Set();
    }

    private bool EndsInTime()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = timeout - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return _ended.IsSet;
            if (Wait(Shorter(left, interrupter.Period))) return true;
            if (interrupter.IsInterrupted) _userCode.Interrupt();
        }
    }

    private bool TryAbandon(string overdue)
    {
        leftBehind.Add(this, overdue, subtask);
        if (Interlocked.CompareExchange(ref _state, Abandoned, Working) == Working) return true;
        leftBehind.Remove(this);
        return false;
    }

    private bool Wait(TimeSpan time)
    {
        try
        {
            return _ended.Wait(time);
        }
        catch (ThreadInterruptedException)
        {
            // Not for this wait: nobody interrupts it.
            return _ended.IsSet;
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
