namespace FlowActors.Sources;

/// <summary>A stream of which the beginning was read already; counts what it gives, and looks for a NUL near the beginning.</summary>
internal sealed class HeadedStream(ReadOnlyMemory<byte> head, Stream rest, bool mayHaveNul, string path) : Stream
{
    private ReadOnlyMemory<byte> _head = head;

    /// <summary>How many bytes it has given.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Math.Min(_head.Length, buffer.Length);
        if (read > 0)
        {
            _head[..read].CopyTo(buffer);
            _head = _head[read..];
        }
        else
        {
            read = await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        if (!mayHaveNul && BytesRead < TextHead.BytesMax) TextHead.RefuseNul(buffer.Span[..read], BytesRead, path);
        BytesRead += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
