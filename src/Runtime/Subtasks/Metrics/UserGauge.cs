using FlowActors.Threading;

namespace FlowActors.Runtime.Subtasks.Metrics;

/// <summary>
/// A value that user code reads. It is read by one thread at a time, so that a read that never returns holds one thread, however
/// often somebody asks; until it returns the value before stays.
/// </summary>
/// <param name="name">The operator's name, a dot and its own.</param>
/// <param name="read">The user's code.</param>
/// <param name="failed">Told why there is no value; once.</param>
internal sealed class UserGauge(string name, Func<double> read, Action<string, string> failed)
{
    private readonly InterruptGuard _userCode = new();
    private object? _value;
    private int _isReading;
    private int _hasFailed;
    private volatile bool _hasEnded;

    public string Name => name;

    /// <summary>The value that was read last; null when there is none, because the read threw or has never returned.</summary>
    public double? Value => (double?)Volatile.Read(ref _value);

    /// <summary>True while user code is at work.</summary>
    public bool IsReading => Volatile.Read(ref _isReading) != 0;

    /// <summary>Reads it on the present thread, unless another one is at it or the subtask has ended. Never throws.</summary>
    public void Read()
    {
        if (_hasEnded || Interlocked.Exchange(ref _isReading, 1) != 0) return;
        try
        {
            using (_userCode.Enter()) Volatile.Write(ref _value, read());
        }
        catch (Exception e)
        {
            Volatile.Write(ref _value, null);
            if (!_hasEnded) Fail($"it threw {e.GetType()}: {ExceptionText.Message(e)}");
        }

        Volatile.Write(ref _isReading, 0);
    }

    /// <summary>It took too long for who asked.</summary>
    public void Overdue(TimeSpan limit) => Fail($"it does not return within {limit.TotalMilliseconds:0} ms; what it gave before is shown.");

    /// <summary>The subtask has ended: nobody reads it any more, and who is at it is interrupted.</summary>
    public void End()
    {
        _hasEnded = true;
        _userCode.Interrupt();
    }

    private void Fail(string reason)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0) failed(name, reason);
    }
}
