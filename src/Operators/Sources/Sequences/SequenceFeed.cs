using FlowActors.Threading;

namespace FlowActors.Sources;

/// <summary>Enumerates one sequence on a thread of its own, so that user code that waits for its next record keeps nobody else waiting.</summary>
internal sealed class SequenceFeed<T>(IEnumerable<T> records, long skipped, Action wake)
{
    private const int NotStarted = 0;
    private const int Started = 1;
    private const int Closed = 2;
    private static readonly TimeSpan InterruptPeriod = TimeSpan.FromMilliseconds(100);
    private readonly InterruptGuard _userCode = new();

    // Left to the garbage collector: the thread may come back when nobody waits any more.
    private readonly ManualResetEventSlim _ended = new(false, spinCount: 0);
    private int _state = NotStarted;

    /// <summary>Where the records lie until the subtask takes them.</summary>
    public FeedBuffer<T> Buffer { get; } = new(wake);

    /// <summary>What the thread does. Never fails: what goes wrong is handed to the reader, behind the records before it.</summary>
    public void Run()
    {
        if (Interlocked.CompareExchange(ref _state, Started, NotStarted) != NotStarted) return;
        Exception? failure = null;
        try
        {
            using (_userCode.Enter()) Enumerate();
        }
        catch (Exception e)
        {
            failure = e;
        }

        Buffer.Complete(failure);
        _ended.Set();
    }

    /// <summary>Ends the enumeration, interrupts it where it waits, and returns when the enumerator is disposed.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _state, Closed) == NotStarted) return;
        Buffer.Stop();
        for (var wait = TimeSpan.Zero; !HasEnded(wait); wait = InterruptPeriod) _userCode.Interrupt();
        Buffer.Dispose();
    }

    private void Enumerate()
    {
        var left = skipped;
        foreach (var record in records)
        {
            if (left-- > 0) continue;
            if (!Buffer.TryAdd(record)) return;
        }
    }

    private bool HasEnded(TimeSpan wait)
    {
        try
        {
            return _ended.Wait(wait);
        }
        catch (ThreadInterruptedException)
        {
            // An enumeration is not given up in silence: who has no more patience leaves the closing thread behind, and says so.
            return _ended.IsSet;
        }
    }
}
