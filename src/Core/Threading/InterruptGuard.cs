namespace FlowActors.Threading;

/// <summary>
/// Interrupts the user code of one subtask on one thread: only while that thread is inside <see cref="Enter"/>, and never inside
/// an <see cref="InterruptShield"/>, where the thread acts for others. An interrupt that user code does not meet ends with the scope.
/// </summary>
internal sealed class InterruptGuard
{
    [ThreadStatic]
    private static InterruptGuard? _current;

    private readonly object _gate = new();
    private Thread? _runner;
    private int _shields;
    private bool _isMarked; // The runner was interrupted and may not have met it yet.
    private bool _isDue; // It is to be interrupted when the last shield is gone.

    /// <summary>The guard of the user code that the present thread is in; null outside of any.</summary>
    public static InterruptGuard? Current => _current;

    /// <summary>From here until the result is disposed the present thread runs user code.</summary>
    public Scope Enter()
    {
        using (Hold.On(_gate)) _runner = Thread.CurrentThread;
        var outer = _current;
        _current = this;
        return new Scope(this, outer);
    }

    /// <summary>Interrupts the user code, now or as soon as its thread no longer acts for others; from any thread.</summary>
    /// <returns>False when no thread is in user code.</returns>
    public bool Interrupt()
    {
        using var hold = Hold.On(_gate);
        if (_runner is null) return false;
        if (_shields > 0) _isDue = true;
        else Mark(_runner);
        return true;
    }

    // What a lock of ours meets on the runner's thread below was meant for the user code, as everything that is pending there.

    /// <summary>The runner acts for others; on its thread.</summary>
    public void RaiseShield()
    {
        var isMet = Hold.Enter(_gate);
        _shields++;
        if ((_isMarked && TryUseUp()) | isMet) _isDue = true;
        Monitor.Exit(_gate);
    }

    /// <summary>The runner is back in user code, where it meets what was held back; on its thread.</summary>
    public void LowerShield()
    {
        if (Hold.Enter(_gate)) _isDue = true;
        if (--_shields == 0 && _isDue)
        {
            _isDue = false;
            Mark(Thread.CurrentThread);
        }

        Monitor.Exit(_gate);
    }

    private void Mark(Thread runner)
    {
        _isMarked = true;
        runner.Interrupt();
    }

    private void Leave(InterruptGuard? outer)
    {
        _current = outer;
        Hold.Enter(_gate);
        _runner = null;
        _isDue = false;
        if (_isMarked) TryUseUp();
        Monitor.Exit(_gate);
    }

    // Under the lock, on the marked thread: nobody marks it meanwhile.
    private bool TryUseUp()
    {
        _isMarked = false;
        try
        {
            Thread.Sleep(0);
            return false;
        }
        catch (ThreadInterruptedException)
        {
            return true;
        }
    }

    public readonly struct Scope(InterruptGuard guard, InterruptGuard? outer) : IDisposable
    {
        public void Dispose() => guard.Leave(outer);
    }
}
