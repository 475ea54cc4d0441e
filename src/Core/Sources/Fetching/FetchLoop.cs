using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using FlowActors.Operators;
using FlowActors.Threading;

namespace FlowActors.Sources;

/// <summary>The fetching thread of one reader: makes all calls of its fetcher, and hands over what that brings.</summary>
/// <remarks>
/// What the reader has to say is queued, and then both what the thread may wait for is touched: its signal is set, and the token of the fetch
/// under way is cancelled. The thread resets the signal and renews a cancelled token before it looks into the queue: whoever touched the old
/// ones has queued his call before that look.
/// </remarks>
internal sealed class FetchLoop<T, TSplit>
    where TSplit : ISourceSplit
{
    private const int NotStarted = 0;
    private const int Started = 1;
    private const int Closed = 2;
    private static readonly TimeSpan InterruptPeriod = TimeSpan.FromMilliseconds(100);
    private readonly Fetcher<T, TSplit> _fetcher;
    private readonly InterruptGuard _userCode = new();
    private readonly InterruptGuard _closing = new();
    private readonly ConcurrentQueue<Action> _calls = new();
    private readonly HashSet<string> _open = [];

    // Left to the garbage collector: the thread may come back when nobody waits any more.
    private readonly ManualResetEventSlim _signal = new(false);
    private readonly ManualResetEventSlim _ended = new(false, spinCount: 0);
    private CancellationTokenSource _wakeUp = new();
    private Exception? _closeFailure;
    private int _state = NotStarted;

    public FetchLoop(Fetcher<T, TSplit> fetcher, int recordsMax, Action wakeReader)
    {
        _fetcher = fetcher;
        Batches = new FetchedBatches<T>(() => new FetchedRecords<T>(_open, recordsMax), wakeReader, _signal.Set);
    }

    /// <summary>Where the records lie until the subtask takes them.</summary>
    public FetchedBatches<T> Batches { get; }

    /// <summary>Splits to fetch. For the reader.</summary>
    public void AddSplits(IReadOnlyList<TSplit> splits) => Call(() =>
    {
        foreach (var split in splits) _open.Add(split.SplitId);
        _fetcher.AddSplits(splits);
    });

    /// <summary>A checkpoint is durable. For the reader.</summary>
    public void CheckpointComplete(long checkpointId, IReadOnlyList<TSplit> splits) => Call(() => _fetcher.CheckpointComplete(checkpointId, splits));

    /// <summary>Starts the thread. For the reader.</summary>
    public void Start(OperatorContext context) => context.Threads.Start($"fetcher of {context.JobName}, {context.OperatorName}", Run);

    /// <summary>Ends the thread, interrupts the call that it is in, and returns when the fetcher is closed. For the reader.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _state, Closed) == NotStarted) CloseFetcher();
        else AwaitEnd();
        if (_closeFailure is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    private bool IsClosed => Volatile.Read(ref _state) == Closed;

    private void Call(Action call)
    {
        _calls.Enqueue(call);
        WakeUp();
    }

    // What user code does when its token is cancelled is not for the subtask's thread.
    private void WakeUp()
    {
        _signal.Set();
        Interlocked.MemoryBarrier();
        _ = Volatile.Read(ref _wakeUp).CancelAsync();
    }

    // Never fails: what goes wrong is handed to the reader, behind the records before it.
    private void Run()
    {
        if (Interlocked.CompareExchange(ref _state, Started, NotStarted) != NotStarted) return;
        try
        {
            while (true)
            {
                _signal.Reset();
                if (_wakeUp.IsCancellationRequested) Interlocked.Exchange(ref _wakeUp, new CancellationTokenSource());
                if (IsClosed) break;
                RunCalls();
                if (_open.Count == 0 || Batches.Rent() is not { } batch) _signal.Wait();
                else Fetch(batch, _wakeUp.Token);
            }
        }
        catch (Exception e)
        {
            Batches.Fail(e);
        }

        CloseFetcher();
        _ended.Set();
    }

    private void RunCalls()
    {
        while (_calls.TryDequeue(out var call))
        {
            using (_userCode.Enter()) call();
        }
    }

    private void Fetch(FetchedRecords<T> batch, CancellationToken wakeUp)
    {
        try
        {
            ValueTask fetch;
            using (_userCode.Enter()) fetch = _fetcher.FetchAsync(batch, wakeUp);
            Await(fetch);
        }
        catch (OperationCanceledException) when (wakeUp.IsCancellationRequested)
        {
            // It was to stop waiting.
        }
        finally
        {
            if (batch.IsEmpty) Batches.PutBack(batch);
            else Batches.Publish(batch);
        }
    }

    private void CloseFetcher()
    {
        try
        {
            ValueTask close;
            using (_closing.Enter()) close = _fetcher.CloseAsync();
            Await(close);
        }
        catch (Exception e)
        {
            _closeFailure = e;
        }
    }

    // Out of reach of interrupts: they would end the wait and not the call.
    private static void Await(ValueTask call)
    {
        if (call.IsCompleted) call.GetAwaiter().GetResult();
        else call.AsTask().GetAwaiter().GetResult();
    }

    private void AwaitEnd()
    {
        WakeUp();
        while (true)
        {
            try
            {
                if (_ended.Wait(InterruptPeriod)) return;
            }
            catch (ThreadInterruptedException)
            {
                // Not given up in silence: who has no more patience leaves the closing thread behind, and says so.
                if (_ended.IsSet) return;
                _closing.Interrupt();
            }

            _userCode.Interrupt();
        }
    }
}
