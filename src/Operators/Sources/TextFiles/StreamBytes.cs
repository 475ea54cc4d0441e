using System.Text;

namespace FlowActors.Sources;

/// <summary>The bytes of an input one after the other, from its beginning to its end, decompressed where they are gzip and made UTF-8 where they are not.</summary>
internal sealed class StreamBytes : InputBytes
{
    private readonly HeadedStream _input;
    private readonly GunzipStream? _gunzip;
    private readonly Stream _text;
    private readonly ReplacementCount _replaced = new();
    private long _counted;

    private StreamBytes(HeadedStream input, GunzipStream? gunzip, Encoding encoding, InputFile file)
    {
        var isUtf8 = TextHead.IsUtf8(encoding);
        _input = input;
        _gunzip = gunzip;
        _text = isUtf8 ? input : Encoding.CreateTranscodingStream(input, Counted(encoding), Encoding.UTF8);
        Name = $"'{file.Path}'{PositionUnit}{(isUtf8 ? "" : " as UTF-8")}";
    }

    public override string Name { get; }

    public override long Position => _input.BytesRead;

    public override string PositionUnit => _gunzip is null ? "" : ", decompressed,";

    public override long LengthRead => _gunzip?.CompressedBytesRead ?? _input.BytesRead;

    public override long Replaced => _replaced.Value;

    /// <summary>
    /// Reads what it takes to know whether it is gzip and the encoding: what comes at once, and more only where gzip or a mark may have begun.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no text in the encoding of the settings, or no gzip although it is called so.</exception>
    /// <exception cref="GzipException">It is gzip that is not whole.</exception>
    public static async Task<InputBytes> BeginAsync(Stream stream, InputFile file, TextFileSettings settings, CancellationToken cancelled)
    {
        GunzipStream? gunzip = null;
        try
        {
            var head = await ReadHeadAsync(stream, settings, cancelled).ConfigureAwait(false);
            if (GzipHead.IsGzip(head.Span, file.Path))
            {
                var compressed = new HeadedStream(head, stream, mayHaveNul: true, file.Path);
                gunzip = new GunzipStream(compressed, file.Status.IsSized ? file.Length : long.MaxValue);
                head = await ReadHeadAsync(gunzip, settings, cancelled).ConfigureAwait(false);
            }

            var encoding = TextHead.EncodingOf(head.Span, settings.Encoding, file.Path);
            var mayHaveNul = settings.Encoding is not null || ByteOrderMark.Find(head.Span) is not null;
            return new StreamBytes(new HeadedStream(head, gunzip ?? stream, mayHaveNul, file.Path), gunzip, encoding, file);
        }
        catch
        {
            await (gunzip ?? stream).DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled) =>
        _text.ReadAsync(buffer, cancelled).AsTask().WaitAsync(cancelled);

    public override long TakeCount(int used)
    {
        var count = LengthRead - _counted;
        _counted += count;
        return count;
    }

    public override void Dispose() => _text.Dispose();

    private static async Task<ReadOnlyMemory<byte>> ReadHeadAsync(Stream stream, TextFileSettings settings, CancellationToken cancelled)
    {
        var head = new byte[Math.Clamp(settings.BufferBytes, ByteOrderMark.BytesMax, TextHead.BytesMax)];
        var length = 0;
        for (var read = -1; read != 0 && (ByteOrderMark.IsOpen(head.AsSpan(0, length)) || GzipHead.IsOpen(head.AsSpan(0, length))); length += read)
            read = await stream.ReadAsync(head.AsMemory(length), cancelled).AsTask().WaitAsync(cancelled).ConfigureAwait(false);
        return head.AsMemory(0, length);
    }

    private Encoding Counted(Encoding encoding)
    {
        var counted = (Encoding)encoding.Clone();
        counted.DecoderFallback = _replaced;
        return counted;
    }
}
