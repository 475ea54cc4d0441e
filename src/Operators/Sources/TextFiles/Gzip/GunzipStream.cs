using System.IO.Compression;

namespace FlowActors.Sources;

/// <summary>
/// The text of a gzip stream, of all its members. It ends where the stream is whole: of one that is cut off, damaged or followed by other bytes
/// it gives what comes before that and fails, where <see cref="GZipStream"/> ends as if nothing were missing.
/// </summary>
internal sealed class GunzipStream : ReadOnlyStream
{
    private const int InputBufferBytes = 64 << 10;
    private readonly SealedInput _input;
    private readonly GZipStream _text;
    private long _position;
    private int _sealRead;

    /// <param name="input">The stream; disposed with this.</param>
    /// <param name="length">So many bytes of it count at most.</param>
    public GunzipStream(Stream input, long length)
    {
        _input = new SealedInput(new BufferedStream(input, InputBufferBytes), length);
        _text = new GZipStream(_input, CompressionMode.Decompress);
    }

    /// <summary>How many compressed bytes were read.</summary>
    public long CompressedBytesRead => _input.BytesRead;

    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            int read;
            try
            {
                read = _text.Read(buffer);
            }
            catch (InvalidDataException e)
            {
                throw Broken(e);
            }

            if (Take(buffer[..read])) return _input.HasEnded ? 0 : read;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int read;
            try
            {
                read = await _text.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException e)
            {
                throw Broken(e);
            }

            if (Take(buffer.Span[..read])) return _input.HasEnded ? 0 : read;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _text.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Whether it is part of the text or, behind the end of the input, the end of the seal.</summary>
    private bool Take(ReadOnlySpan<byte> bytes)
    {
        if (!_input.HasEnded)
        {
            _position += bytes.Length;
            return bytes.Length > 0 ? true : throw new GzipException("behind what is gzip of it, other bytes follow.", _position);
        }

        var isSeal = GzipSeal.Text[_sealRead..].StartsWith(bytes) && (bytes.Length > 0 || _sealRead == GzipSeal.Text.Length);
        if (!isSeal) throw CutOff(null);
        _sealRead += bytes.Length;
        return bytes.IsEmpty;
    }

    private GzipException Broken(InvalidDataException cause) => _input.HasEnded
        ? CutOff(cause)
        : new("its bytes or their checksum are damaged.", _position, cause);

    private GzipException CutOff(Exception? cause) => new("its gzip is cut off here.", _position, cause);
}
