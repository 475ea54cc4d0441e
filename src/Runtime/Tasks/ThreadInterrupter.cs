namespace FlowActors.Runtime.Tasks;

/// <summary>
/// Ends user code at the end of an attempt: cancels its token at once, and interrupts its thread if it still runs after a
/// while. A thread is interrupted only while it works for this subtask.
/// </summary>
internal sealed class ThreadInterrupter(TimeProvider time, TimeSpan interruptAfter) : IDisposable
{
    // A timer without a period, or with one below its resolution, would fire once, perhaps while the subtask does not run.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _timer;
    private Thread? _runner;
    private bool _disposed;
    private bool _threadInterrupted;

    /// <summary>Cancelled when the attempt has ended.</summary>
    public CancellationToken Token => _cancellation.Token;

    public bool IsInterrupted { get; private set; }

    /// <summary>From here until the result is disposed the present thread runs user code of this subtask.</summary>
    public Scope Running()
    {
        lock (_gate) _runner = Thread.CurrentThread;
        return new Scope(this);
    }

    /// <summary>The attempt has ended; from any thread.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (IsInterrupted || _disposed) return;
            IsInterrupted = true;
            _timer = time.CreateTimer(_ => InterruptThread(), null, interruptAfter, interruptAfter > Tick ? interruptAfter : Tick);
        }

        // User code may have registered callbacks: they must neither hold up nor break the caller, who has other subtasks to end.
        _ = _cancellation.CancelAsync();
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
            if (_disposed || _runner is null) return;
            _threadInterrupted = true;
            _runner.Interrupt();
        }
    }

    // An interrupt that came too late for user code ends here: it must not hit what the thread does next.
    private void Stopped()
    {
        while (true)
        {
            try
            {
                lock (_gate) _runner = null;
                if (_threadInterrupted) Thread.Sleep(0);
                return;
            }
            catch (ThreadInterruptedException)
            {
                // Used up; once more, for the lock may not have been taken.
            }
        }
    }

    public readonly struct Scope(ThreadInterrupter owner) : IDisposable
    {
        public void Dispose() => owner.Stopped();
    }
}
