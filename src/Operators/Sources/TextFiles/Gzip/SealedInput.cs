namespace FlowActors.Sources;

/// <summary>The bytes of a gzip stream as far as they count, and then the seal, in reads of its own.</summary>
/// <param name="input">The bytes; disposed with this.</param>
/// <param name="length">So many of them count at most.</param>
internal sealed class SealedInput(Stream input, long length) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _seal = GzipSeal.Member;

    /// <summary>How many bytes it has given, without the seal.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether the bytes have ended.</summary>
    public bool HasEnded { get; private set; }

    public override int Read(Span<byte> buffer) => HasEnded ? TakeSeal(buffer) : Took(input.Read(buffer[..Limit(buffer.Length)]), buffer);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => HasEnded
        ? TakeSeal(buffer.Span)
        : Took(await input.ReadAsync(buffer[..Limit(buffer.Length)], cancellationToken).ConfigureAwait(false), buffer.Span);

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }

    private int Limit(int wanted) => (int)Math.Min(wanted, length - BytesRead);

    private int Took(int read, Span<byte> buffer)
    {
        BytesRead += read;
        HasEnded = read == 0;
        return HasEnded ? TakeSeal(buffer) : read;
    }

    private int TakeSeal(Span<byte> buffer)
    {
        var taken = Math.Min(_seal.Length, buffer.Length);
        _seal.Span[..taken].CopyTo(buffer);
        _seal = _seal[taken..];
        return taken;
    }
}
