using System.Collections.Concurrent;

namespace FlowActors.Elements;

/// <summary>
/// The batches that one sender uses again and again. Rented by the sender, returned by whichever receiver is done last;
/// safe for many threads. It never holds more than its limits: what comes back beyond them goes to the garbage collector.
/// </summary>
/// <param name="limit">The most batches that it holds.</param>
/// <param name="bytesMax">The most bytes that their arrays may have.</param>
/// <param name="capacityMax">For how many records an array that grows has room at first, at most; one that has to take more still grows.</param>
internal sealed class BatchPool<T>(int limit, long bytesMax = BatchPool<T>.BytesMax, int capacityMax = int.MaxValue)
{
    private const int FirstOfMany = 64;

    /// <summary>Up to here an array is made at once as large as it ever is: to grow step by step would leave more behind.</summary>
    private const int FewRecords = 256;

    // The number of batches that are free, above the bytes of their arrays: both change in one step.
    private const int CountShift = 42;
    private const long BytesMax = (1L << CountShift) - 1;
    private readonly ConcurrentQueue<Batch<T>> _free = new();
    private long _held;
    private bool _closed;

    /// <summary>See the constructor.</summary>
    internal int CapacityMax => capacityMax;

    /// <summary>The records that there is room for once there is one.</summary>
    internal int FirstCapacity => capacityMax <= FewRecords ? capacityMax : FirstOfMany;

    /// <summary>The bytes of the arrays of the batches that are free.</summary>
    internal long FreeBytes => Volatile.Read(ref _held) & BytesMax;

    /// <summary>An empty batch.</summary>
    public Batch<T> Rent()
    {
        // Most have a record some day; the memory for it comes then.
        if (!_free.TryDequeue(out var batch)) return new Batch<T>(this, 0);
        Interlocked.Add(ref _held, -Share(batch));
        return batch;
    }

    internal void Return(Batch<T> batch)
    {
        if (Volatile.Read(ref _closed)) return;
        var share = Share(batch);
        var held = Interlocked.Add(ref _held, share);
        if (held >> CountShift > limit || (held & BytesMax) > bytesMax)
        {
            Interlocked.Add(ref _held, -share);
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

    private static long Share(Batch<T> batch) => (1L << CountShift) + batch.ArrayBytes;
}
