using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace FlowActors.Sources;

/// <summary>
/// What stands between one feed, which waits when it is too far ahead, and one reader, which never waits and is woken as soon as
/// there is a record. In order, and bounded.
/// </summary>
/// <remarks>
/// Why no wake-up is lost: who finds nothing (the reader) or no room (the feed) raises its flag and looks again; who has moved a
/// position looks at the other's flag after a full fence. At least one of them sees the other's write. The reader looks at the
/// feed's flag twice in a round of the ring only, which a feed that waits for room cannot miss: the ring is full then.
/// </remarks>
internal sealed class FeedBuffer<T>(Action wake)
{
    /// <summary>Records that are read ahead at most; a power of two.</summary>
    public const int Capacity = 1_024;

    private readonly T?[] _slots = new T?[Capacity];
    private readonly SemaphoreSlim _room = new(0);
    private long _head;
    private long _tail;
    private int _readerWaits;
    private int _feedWaits;
    private Exception? _failure;
    private volatile bool _isComplete;
    private volatile bool _isStopped;

    /// <summary>True when everything was taken and nothing follows; throws what ended it. For the reader, after a vain take.</summary>
    public bool IsCompleted
    {
        get
        {
            // In this order: what was added before the end is seen with it.
            if (!_isComplete || _head != Volatile.Read(ref _tail)) return false;
            if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
            return true;
        }
    }

    /// <summary>Adds a record, as soon as there is room. For the feed.</summary>
    /// <returns>False when nobody takes any more.</returns>
    public bool TryAdd(T record)
    {
        while (_tail - Volatile.Read(ref _head) == Capacity && !_isStopped)
        {
            Interlocked.Exchange(ref _feedWaits, 1);
            if (_tail - Volatile.Read(ref _head) == Capacity && !_isStopped) _room.Wait();
        }

        if (_isStopped) return false;
        _slots[_tail % Capacity] = record;
        Interlocked.Exchange(ref _tail, _tail + 1);
        WakeReader();
        return true;
    }

    /// <summary>Nothing follows, because of the exception if there is one. For the feed.</summary>
    public void Complete(Exception? failure)
    {
        _failure = failure;
        _isComplete = true;
        Interlocked.MemoryBarrier();
        WakeReader();
    }

    /// <summary>The next record; when there is none the reader is woken as soon as there is, or none will come. For the reader.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T record)
    {
        if (_head == Volatile.Read(ref _tail))
        {
            Interlocked.Exchange(ref _readerWaits, 1);
            if (_head == Volatile.Read(ref _tail))
            {
                record = default;
                return false;
            }
        }

        ref var slot = ref _slots[_head % Capacity];
        record = slot!;
        slot = default;
        Volatile.Write(ref _head, _head + 1);
        if (_head % (Capacity / 2) == 0) WakeFeed();
        return true;
    }

    /// <summary>Nothing is taken any more. For the reader.</summary>
    public void Stop()
    {
        _isStopped = true;
        WakeFeed();
    }

    private void WakeReader()
    {
        if (Volatile.Read(ref _readerWaits) != 0 && Interlocked.Exchange(ref _readerWaits, 0) != 0) wake();
    }

    private void WakeFeed()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _feedWaits) != 0 && Interlocked.Exchange(ref _feedWaits, 0) != 0) _room.Release();
    }
}
