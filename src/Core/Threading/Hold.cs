namespace FlowActors.Threading;

/// <summary>
/// A lock that is taken whatever interrupts the thread: for what is shared by many, of whom one may be interrupted. An interrupt
/// that was met on the way is delivered again when the lock is given back.
/// </summary>
internal readonly ref struct Hold : IDisposable
{
    private readonly object _gate;
    private readonly bool _isInterrupted;

    private Hold(object gate, bool isInterrupted)
    {
        _gate = gate;
        _isInterrupted = isInterrupted;
    }

    /// <summary>Takes the lock of <paramref name="gate"/>, until the result is disposed by the same thread.</summary>
    public static Hold On(object gate) => new(gate, Enter(gate));

    /// <summary>Takes the lock of <paramref name="gate"/>, until <see cref="Monitor.Exit"/>.</summary>
    /// <returns>True when an interrupt was met, which is used up.</returns>
    public static bool Enter(object gate)
    {
        var isTaken = false;
        var isInterrupted = false;
        while (!isTaken)
        {
            try
            {
                Monitor.Enter(gate, ref isTaken);
            }
            catch (ThreadInterruptedException)
            {
                isInterrupted = true;
            }
        }

        return isInterrupted;
    }

    public void Dispose()
    {
        Monitor.Exit(_gate);
        if (_isInterrupted) Thread.CurrentThread.Interrupt();
    }
}
