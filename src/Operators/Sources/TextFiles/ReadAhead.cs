using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace FlowActors.Sources;

/// <summary>
/// What stands between one fetcher, in the background, and one reader, on its subtask's thread: full buffers go one way,
/// empty ones come back. There are never more than so many buffers; the reader never waits.
/// </summary>
internal sealed class ReadAhead(TextFileSettings settings, Action wake)
{
    // Not a channel: the completion of one can be lost when it meets the last read, by the race of dotnet/runtime#123544.
    private readonly ConcurrentQueue<Chunk> _full = new();
    private readonly Channel<byte[]> _free = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true, SingleWriter = true });
    private int _made;
    private int _waiting;
    private Exception? _failure;
    private volatile bool _isComplete;

    /// <summary>An empty buffer, as soon as there is one. For the fetcher.</summary>
    public ValueTask<byte[]> RentAsync(CancellationToken cancelled)
    {
        if (_made == settings.BuffersMax || _free.Reader.TryPeek(out _)) return _free.Reader.ReadAsync(cancelled);
        _made++;
        return ValueTask.FromResult(GC.AllocateUninitializedArray<byte>(settings.BufferBytes));
    }

    /// <summary>Hands bytes to the reader. For the fetcher.</summary>
    public void Publish(in Chunk chunk)
    {
        _full.Enqueue(chunk);
        WakeReader();
    }

    /// <summary>Nothing follows, because of the exception if there is one. For the fetcher.</summary>
    public void Complete(Exception? exception)
    {
        _failure = exception;
        _isComplete = true;
        WakeReader();
    }

    /// <summary>Gives a buffer back. For the reader; the fetcher may as well keep one for its next read.</summary>
    public void Return(byte[] buffer) => _free.Writer.TryWrite(buffer);

    /// <summary>
    /// The next bytes. When there are none the reader is woken as soon as there are, or as soon as it is clear that none will come.
    /// For the reader.
    /// </summary>
    public bool TryTake(out Chunk chunk)
    {
        if (_full.TryDequeue(out chunk)) return true;
        // 1. the reader finds nothing, 2. the fetcher publishes and finds nobody waiting, 3. the reader says that it waits:
        // the second look finds what came between.
        Interlocked.Exchange(ref _waiting, 1);
        return _full.TryDequeue(out chunk);
    }

    /// <summary>True when everything was taken and nothing follows; throws what ended it. For the reader, after a vain take.</summary>
    public bool IsCompleted
    {
        get
        {
            // In this order: what was published before the end is seen with it, and the reader is woken for it.
            if (!_isComplete || !_full.IsEmpty) return false;
            if (_failure is { } failure) ExceptionDispatchInfo.Throw(failure);
            return true;
        }
    }

    private void WakeReader()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1) wake();
    }
}
