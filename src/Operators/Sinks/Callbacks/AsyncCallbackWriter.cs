using FlowActors.Operators;

namespace FlowActors.Sinks;

/// <summary>The writer of an <see cref="AsyncCallbackSink{T}"/>. Used on the subtask's thread, to which calls that return come back.</summary>
internal sealed class AsyncCallbackWriter<T>(Func<IReadOnlyList<T>, CancellationToken, Task> callback, int batchRecordsMax, int callsMax) : SinkWriter<T>
{
    private readonly List<Task> _underWay = [];
    private List<T> _waiting = [];
    private ISinkContext? _context;
    private ICompletions? _completions;
    private bool _isFlushing;
    private int _signal;

    private bool IsFull => _waiting.Count >= batchRecordsMax;

    public override void Open(ISinkContext context)
    {
        _context = context;
        // One place, taken for the next call that returns: however many have, they are looked for once.
        _completions = context.CreateCompletions(1);
        _completions.TryReserve();
    }

    public override void Write(T value, long timestamp)
    {
        // Only what one call of user code before the sink emits at once comes while the writer is full.
        if (IsFull) WaitForOne();
        _waiting.Add(value);
        if (!TryCall() && IsFull) _context!.Suspend();
    }

    public override void Flush(bool endOfInput)
    {
        _isFlushing = true;
        if (Resume() != Progress.Done) _context!.Suspend();
    }

    public override Progress Resume()
    {
        TryCall();
        if (_isFlushing ? _underWay.Count > 0 : IsFull) return Progress.Waiting;
        _isFlushing = false;
        return Progress.Done;
    }

    public override void Close()
    {
        try
        {
            Task.WaitAll([.. _underWay]);
        }
        catch (AggregateException)
        {
            // The attempt has ended for another reason, or for the first of these.
        }
    }

    private bool TryCall()
    {
        if (_waiting.Count == 0 || _underWay.Count == callsMax) return false;
        var batch = _waiting;
        _waiting = [];
        var call = callback(batch, _context!.Cancelled) ?? throw new InvalidOperationException("The callback gave null instead of a task.");
        _underWay.Add(call);
        call.ContinueWith(_ => Signal(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    // On any thread.
    private void Signal()
    {
        if (Interlocked.Exchange(ref _signal, 1) == 0) _completions!.Complete(Returned);
    }

    private void Returned()
    {
        _completions!.TryReserve();
        // Before the look: a call that returns from here on signals again.
        Volatile.Write(ref _signal, 0);
        Reap();
        TryCall();
    }

    private void Reap()
    {
        for (var i = _underWay.Count - 1; i >= 0; i--)
        {
            if (!_underWay[i].IsCompleted) continue;
            var call = _underWay[i];
            _underWay.RemoveAt(i);
            call.GetAwaiter().GetResult();
        }
    }

    private void WaitForOne()
    {
        while (IsFull)
        {
            Task.WaitAny([.. _underWay], _context!.Cancelled);
            Reap();
            if (!TryCall()) return;
        }
    }
}
