using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace FlowActors.Sources;

/// <summary>
/// What stands between one feed, which waits when it is too far ahead, and one reader, which never waits and is woken when there
/// are records. In order, and bounded.
/// </summary>
/// <remarks>
/// <para>Why no wake-up is lost: who finds nothing (the reader) or no room (the feed) raises its flag and looks again; who has moved a
/// position looks at the other's flag after a full fence: the feed for each record, the reader for each eighth and when there is
/// none. At least one of them sees the other's write.</para>
/// <para>Why they wake each other in lots: to wake a thread takes as long as a hundred records. A reader that rests is woken when
/// there is a lot of them, and a millisecond after the first at the latest, for the feed may not come back from its next one; a
/// feed that waits, when half of what it may be ahead is taken.</para>
/// </remarks>
internal sealed class FeedBuffer<T> : IDisposable
{
    /// <summary>Records that are read ahead at most.</summary>
    public const int Capacity = ReadAheadLimit.Max;

    private const int Lot = 256;
    private const int LooksEvery = 8;
    private static readonly TimeSpan LotTimeout = TimeSpan.FromMilliseconds(1);
    private readonly Action _wake;
    private readonly Timer _timer;
    private readonly SemaphoreSlim _room = new(0);
    private readonly T?[] _slots = new T?[Capacity];
    private readonly ReadAheadLimit _ahead = new();
    private FeedPositions _at = new();
    private int _isTimed;
    private Exception? _failure;
    private volatile bool _isComplete;
    private volatile bool _isStopped;

    /// <param name="wake">Wakes the reader; from any thread.</param>
    public FeedBuffer(Action wake)
    {
        _wake = wake;
        _timer = new Timer(_ => OnTimer(), null, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>True when everything was taken and nothing follows; throws what ended it. For the reader, after a vain take.</summary>
    public bool IsCompleted
    {
        get
        {
            // In this order: what was added before the end is seen with it.
            if (!_isComplete || _at.Head != Volatile.Read(ref _at.Tail)) return false;
            if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
            return true;
        }
    }

    /// <summary>Adds a record, as soon as there is room. For the feed.</summary>
    /// <returns>False when nobody takes any more.</returns>
    public bool TryAdd(T record)
    {
        var tail = _at.Tail;
        if (tail - _at.HeadSeen >= _at.AheadMax) AwaitRoom(tail);
        if (_isStopped) return false;
        _slots[tail % Capacity] = record;
        Interlocked.Exchange(ref _at.Tail, tail + 1);
        if (Volatile.Read(ref _at.ReaderWaits) != 0) Announce(tail + 1);
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

    /// <summary>The next record; when there is none the reader is woken as soon as there are, or none will come. For the reader.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T record)
    {
        var head = _at.Head;
        if (head == _at.TailSeen && !FindMore(head))
        {
            record = default;
            return false;
        }

        ref var slot = ref _slots[head % Capacity];
        record = slot!;
        slot = default;
        Volatile.Write(ref _at.Head, head + 1);
        if ((head + 1) % LooksEvery == 0) MakeRoom(head + 1);
        return true;
    }

    /// <summary>Nothing is taken any more. For the reader.</summary>
    public void Stop()
    {
        _isStopped = true;
        Interlocked.MemoryBarrier();
        WakeFeed();
    }

    /// <summary>When neither feed nor reader will call again.</summary>
    public void Dispose() => _timer.Dispose();

    // The other's position is read when the one seen last does not do any more: else both would wait for its cache line each time.
    private void AwaitRoom(long tail)
    {
        if (tail - (_at.HeadSeen = Volatile.Read(ref _at.Head)) < _at.AheadMax) return;
        while (tail - (_at.HeadSeen = Volatile.Read(ref _at.Head)) >= _at.AheadMax && !_isStopped)
        {
            WakeReader();
            Interlocked.Exchange(ref _at.FeedWaits, 1);
            if (tail - Volatile.Read(ref _at.Head) >= _at.AheadMax && !_isStopped) _room.Wait();
        }

        Volatile.Write(ref _at.AheadMax, _ahead.Reached());
    }

    private bool FindMore(long head)
    {
        if ((_at.TailSeen = Volatile.Read(ref _at.Tail)) != head) return true;
        Interlocked.Exchange(ref _at.ReaderWaits, 1);
        WakeFeed();
        return (_at.TailSeen = Volatile.Read(ref _at.Tail)) != head;
    }

    private void Announce(long tail)
    {
        if (tail - Volatile.Read(ref _at.Head) >= Lot)
        {
            WakeReader();
        }
        else if (Volatile.Read(ref _isTimed) == 0)
        {
            Volatile.Write(ref _isTimed, 1);
            _timer.Change(LotTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    // Who adds a record while the timer is not free yet, and so sets none, has added it before the reader's flag is read here.
    private void OnTimer()
    {
        Interlocked.Exchange(ref _isTimed, 0);
        WakeReader();
    }

    private void WakeReader()
    {
        if (Volatile.Read(ref _at.ReaderWaits) != 0 && Interlocked.Exchange(ref _at.ReaderWaits, 0) != 0) _wake();
    }

    private void MakeRoom(long head)
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _at.FeedWaits) != 0 && Volatile.Read(ref _at.Tail) - head <= Volatile.Read(ref _at.AheadMax) / 2) WakeFeed();
    }

    private void WakeFeed()
    {
        if (Volatile.Read(ref _at.FeedWaits) != 0 && Interlocked.Exchange(ref _at.FeedWaits, 0) != 0) _room.Release();
    }
}
