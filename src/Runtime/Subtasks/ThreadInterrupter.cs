using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Ends user code at the end of an attempt: cancels its token at once, and interrupts its thread if it still runs after a
/// while, again and again. A thread is interrupted only while it works for this subtask, and not while it acts for another.
/// </summary>
/// <param name="time">The clock of the interrupts.</param>
/// <param name="interruptAfter">The time from the end of the attempt to the first interrupt, and between two.</param>
/// <param name="callbackFailed">Told what a callback of the token threw; on a thread of the pool.</param>
internal sealed class ThreadInterrupter(TimeProvider time, TimeSpan interruptAfter, Action<Exception>? callbackFailed = null) : IDisposable
{
    // A timer whose period is 0 fires once.
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);
    private readonly Lock _gate = new();
    private readonly InterruptGuard _userCode = new();
    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Cancelled when the attempt has ended.</summary>
    public CancellationToken Token => _cancellation.Token;

    public bool IsInterrupted { get; private set; }

    /// <summary>Between two interrupts of the same thread.</summary>
    public TimeSpan Period => interruptAfter > ShortestPeriod ? interruptAfter : ShortestPeriod;

    /// <summary>From here until the result is disposed the present thread runs user code of this subtask.</summary>
    public InterruptGuard.Scope Running() => _userCode.Enter();

    /// <summary>The attempt has ended; from any thread.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (IsInterrupted || _disposed) return;
            IsInterrupted = true;
            _timer = time.CreateTimer(_ => InterruptThread(), null, interruptAfter, Period);
        }

        // User code may have registered callbacks: they must neither hold up nor break the caller, who has other subtasks to end.
        _ = _cancellation.CancelAsync().ContinueWith(
            callbacks => callbackFailed?.Invoke(callbacks.Exception!.GetBaseException()),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    private void InterruptThread()
    {
        lock (_gate)
        {
            if (!_disposed) _userCode.Interrupt();
        }
    }
}
