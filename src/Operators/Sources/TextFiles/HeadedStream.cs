namespace FlowActors.Sources;

/// <summary>A stream of which the beginning was read already; counts what it gives, and looks for a NUL near the beginning.</summary>
internal sealed class HeadedStream(ReadOnlyMemory<byte> head, Stream rest, bool mayHaveNul, string path) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _head = head;

    /// <summary>How many bytes it has given.</summary>
    public long BytesRead { get; private set; }

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

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }
}
