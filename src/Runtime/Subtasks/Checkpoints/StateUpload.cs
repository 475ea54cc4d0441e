using System.Buffers;
using System.Collections.Concurrent;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// The way of a subtask's state to its file: what the subtask's thread writes here in slices is brought to the storage on a thread that may
/// block. Nothing is made before the first bytes come. What waits is bounded by whoever asks <see cref="IsFull"/> between slices.
/// </summary>
/// <param name="create">Begins the file.</param>
/// <param name="runBlocking">Runs something on a thread that may block.</param>
/// <param name="roomMade">Told, by any thread, that an upload that was full is not any more.</param>
/// <param name="ended">Told once, by a thread that may block: the file, or why there is none. Not after <see cref="Cancel"/>.</param>
internal sealed class StateUpload(
    Func<IStateFileWriter> create, Action<Action> runBlocking, Action roomMade, Action<StateHandle?, Exception?> ended) : Stream
{
    private const int ChunkBytes = 256 << 10;
    private const long WaitingBytesMax = 8 << 20;
    private readonly ConcurrentQueue<(byte[] Bytes, int Length)> _chunks = new();
    private byte[] _chunk = [];
    private int _filled;
    private long _waiting;
    private int _isDraining;
    private int _wasFull;
    private volatile bool _isComplete;
    private volatile bool _isCancelled;
    private volatile bool _isOver;
    private IStateFileWriter? _file;

    /// <summary>Whether so much waits that nothing more should be written now.</summary>
    public bool IsFull
    {
        get
        {
            if (Interlocked.Read(ref _waiting) <= WaitingBytesMax || _isOver) return false;
            Volatile.Write(ref _wasFull, 1);
            // Room may have been made before it was written down that somebody waits for it.
            return Interlocked.Read(ref _waiting) > WaitingBytesMax || Interlocked.Exchange(ref _wasFull, 0) == 0;
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_filled == _chunk.Length) NextChunk();
            var piece = buffer[..Math.Min(buffer.Length, _chunk.Length - _filled)];
            piece.CopyTo(_chunk.AsSpan(_filled));
            _filled += piece.Length;
            buffer = buffer[piece.Length..];
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>All is written.</summary>
    public void Complete()
    {
        HandOver();
        _isComplete = true;
        Drain();
    }

    /// <summary>The file is not wanted any more: what there is of it is deleted.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        Drain();
    }

    private void NextChunk()
    {
        HandOver();
        _chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        _filled = 0;
    }

    private void HandOver()
    {
        if (_filled == 0) return;
        Interlocked.Add(ref _waiting, _filled);
        _chunks.Enqueue((_chunk, _filled));
        (_chunk, _filled) = ([], 0);
        Drain();
    }

    private void Drain()
    {
        if (Interlocked.Exchange(ref _isDraining, 1) == 0) runBlocking(DrainOnce);
    }

    private void DrainOnce()
    {
        try
        {
            WriteChunks();
        }
        catch (Exception e)
        {
            End(null, e);
        }

        Volatile.Write(ref _isDraining, 0);
        if (!_isOver && (!_chunks.IsEmpty || _isComplete || _isCancelled)) Drain();
    }

    private void WriteChunks()
    {
        while (!_isOver)
        {
            if (_isCancelled)
            {
                _isOver = true;
                _file?.Dispose();
                GiveBack();
            }
            else if (_chunks.TryDequeue(out var chunk))
            {
                _file ??= create();
                _file.Write(chunk.Bytes.AsSpan(0, chunk.Length));
                ArrayPool<byte>.Shared.Return(chunk.Bytes);
                if (Interlocked.Add(ref _waiting, -chunk.Length) <= WaitingBytesMax / 2 && Interlocked.Exchange(ref _wasFull, 0) == 1) roomMade();
            }
            else if (_isComplete && _chunks.IsEmpty)
            {
                End(_file?.Complete(), null);
            }
            else
            {
                return;
            }
        }
    }

    private void End(StateHandle? file, Exception? failure)
    {
        if (_isOver) return;
        _isOver = true;
        if (failure is not null) _file?.Dispose();
        GiveBack();
        ended(file, failure);
        roomMade();
    }

    private void GiveBack()
    {
        while (_chunks.TryDequeue(out var chunk)) ArrayPool<byte>.Shared.Return(chunk.Bytes);
    }
}
