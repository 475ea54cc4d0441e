using System.Collections.Concurrent;

namespace FlowActors.Elements;

/// <summary>
/// The batches that one sender uses again and again. Rented by the sender, returned by whichever receiver is done last;
/// safe for many threads. It never holds more than its limit: what comes back beyond that goes to the garbage collector.
/// </summary>
internal sealed class BatchPool<T>(int limit)
{
    private const int InitialCapacity = 64;
    private readonly ConcurrentQueue<Batch<T>> _free = new();
    private int _count;
    private bool _closed;

    /// <summary>An empty batch.</summary>
    public Batch<T> Rent()
    {
        if (!_free.TryDequeue(out var batch)) return new Batch<T>(this, InitialCapacity);
        Interlocked.Decrement(ref _count);
        return batch;
    }

    internal void Return(Batch<T> batch)
    {
        if (Volatile.Read(ref _closed)) return;
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            return;
        }

        _free.Enqueue(batch);
    }

    /// <summary>After a failure or a cancel: what comes back from now on may still be read elsewhere and is never reused.</summary>
    public void Close()
    {
        Volatile.Write(ref _closed, true);
        _free.Clear();
    }
}
