using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Sources;

/// <summary>
/// What stands between one fetching thread and one reader: full batches go one way, empty ones come back, and there are never more than
/// so many. Neither waits here: each is told when the other has moved.
/// </summary>
/// <remarks>
/// Why no wake-up is lost. The reader: 1. it finds nothing, 2. a batch is published and nobody found waiting, 3. it says that it waits: so it
/// looks again after that. The fetching thread resets its signal before it looks whether there is a batch, and the signal is set behind
/// each return.
/// </remarks>
/// <param name="make">Makes a batch.</param>
/// <param name="wakeReader">From the fetching thread; once for each time that the reader found nothing.</param>
/// <param name="wakeFetcher">From the reader's thread.</param>
internal sealed class FetchedBatches<T>(Func<FetchedRecords<T>> make, Action wakeReader, Action wakeFetcher)
{
    /// <summary>One that is filled, one that is emitted, and two between them, so that neither waits for the other's wake-up.</summary>
    public const int Max = 4;

    private readonly ConcurrentQueue<FetchedRecords<T>> _full = new();
    private readonly ConcurrentQueue<FetchedRecords<T>> _empty = new();
    private int _made;
    private int _readerWaits;
    private volatile Exception? _failure;

    /// <summary>An empty batch; null when all are with the reader. For the fetching thread.</summary>
    public FetchedRecords<T>? Rent()
    {
        if (_empty.TryDequeue(out var batch)) return batch;
        if (_made == Max) return null;
        _made++;
        return make();
    }

    /// <summary>Gives back a batch to which nothing was added. For the fetching thread.</summary>
    public void PutBack(FetchedRecords<T> batch) => _empty.Enqueue(batch);

    /// <summary>Hands a batch to the reader. For the fetching thread.</summary>
    public void Publish(FetchedRecords<T> batch)
    {
        batch.Seal();
        _full.Enqueue(batch);
        WakeReader();
    }

    /// <summary>Nothing follows what was published, because of this. For the fetching thread.</summary>
    public void Fail(Exception failure)
    {
        _failure = failure;
        WakeReader();
    }

    /// <summary>The next batch. When there is none the reader is woken as soon as there is one, or a failure. For the reader.</summary>
    public bool TryTake([NotNullWhen(true)] out FetchedRecords<T>? batch)
    {
        if (_full.TryDequeue(out batch)) return true;
        Interlocked.Exchange(ref _readerWaits, 1);
        return _full.TryDequeue(out batch);
    }

    /// <summary>What ended the fetches, once everything that was published before is taken. For the reader, after a vain take.</summary>
    public Exception? Failure => _failure is { } failure && _full.IsEmpty ? failure : null;

    /// <summary>Gives a batch back that was emitted. For the reader.</summary>
    public void Return(FetchedRecords<T> batch)
    {
        batch.Clear();
        _empty.Enqueue(batch);
        wakeFetcher();
    }

    private void WakeReader()
    {
        if (Interlocked.Exchange(ref _readerWaits, 0) != 0) wakeReader();
    }
}
