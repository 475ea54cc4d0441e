namespace FlowActors.Client.State;

/// <summary>A stream that is given up when nothing has come for a while, as one whose other end is gone never says so.</summary>
/// <param name="inner">The stream.</param>
/// <param name="silenceMax">For how long nothing may come.</param>
/// <param name="time">The clock.</param>
/// <param name="cancelled">Gives it up at once.</param>
internal sealed class HeardStream(Stream inner, TimeSpan silenceMax, TimeProvider time, CancellationToken cancelled) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silent = new CancellationTokenSource(silenceMax, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, cancelled, silent.Token);
        try
        {
            return await inner.ReadAsync(buffer, any.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (silent.IsCancellationRequested && !cancelled.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Nothing has come for {silenceMax}.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
