using System.Threading.Tasks.Sources;

namespace FlowActors.Runtime.Transport;

/// <summary>
/// Wakes one waiting loop without allocating. Signals while nobody waits count as one. The waiter goes on on the thread pool,
/// so setting is cheap for a thread that must not do I/O.
/// </summary>
internal sealed class AsyncSignal : IValueTaskSource
{
    private const int Idle = 0, Waiting = 1, Set = 2;
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };
    private int _state = Idle;

    /// <summary>Completes at once if a signal was set since the last wait. One waiter at a time.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle) return new ValueTask(this, _source.Version);
        Volatile.Write(ref _state, Idle);
        return ValueTask.CompletedTask;
    }

    public void Signal()
    {
        if (Interlocked.Exchange(ref _state, Set) != Waiting) return;
        Volatile.Write(ref _state, Idle);
        _source.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
