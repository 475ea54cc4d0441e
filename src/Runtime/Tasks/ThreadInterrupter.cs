namespace FlowActors.Runtime.Tasks;

/// <summary>
/// Ends user code at the end of an attempt: cancels its token at once, and interrupts its thread if it still runs after a
/// while. A thread is interrupted only while it works for this subtask.
/// </summary>
internal sealed class ThreadInterrupter(TimeProvider time, TimeSpan interruptAfter) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _cancellation = new();
    private ITimer? _timer;
    private Thread? _runner;
    private bool _disposed;

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
            _timer = time.CreateTimer(_ => InterruptThread(), null, interruptAfter, interruptAfter);
        }

        _cancellation.Cancel();
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
            if (!_disposed) _runner?.Interrupt();
        }
    }

    private void Stopped()
    {
        lock (_gate) _runner = null;
    }

    public readonly struct Scope(ThreadInterrupter owner) : IDisposable
    {
        public void Dispose() => owner.Stopped();
    }
}
