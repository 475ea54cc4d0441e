using System.Text;

namespace FlowActors.Sources;

/// <summary>The bytes of an input one after the other, from its beginning to its end, made UTF-8 where they are not.</summary>
internal sealed class StreamBytes : InputBytes
{
    private readonly HeadedStream _input;
    private readonly Stream _text;
    private readonly ReplacementCount _replaced = new();
    private long _counted;

    private StreamBytes(HeadedStream input, Encoding encoding, InputFile file)
    {
        var isUtf8 = TextHead.IsUtf8(encoding);
        _input = input;
        _text = isUtf8 ? input : Encoding.CreateTranscodingStream(input, Counted(encoding), Encoding.UTF8);
        Name = isUtf8 ? $"'{file.Path}'" : $"'{file.Path}' as UTF-8";
    }

    public override string Name { get; }

    public override long Position => _input.BytesRead;

    public override long Replaced => _replaced.Value;

    /// <summary>Reads what it takes to know the encoding: what comes at once, and more only where a mark may have begun.</summary>
    /// <exception cref="InvalidDataException">It is no text in the encoding of the settings.</exception>
    public static async Task<InputBytes> BeginAsync(Stream stream, InputFile file, TextFileSettings settings, CancellationToken cancelled)
    {
        try
        {
            var head = new byte[Math.Clamp(settings.BufferBytes, ByteOrderMark.BytesMax, TextHead.BytesMax)];
            var length = 0;
            for (var read = -1; read != 0 && ByteOrderMark.IsOpen(head.AsSpan(0, length)); length += read)
                read = await stream.ReadAsync(head.AsMemory(length), cancelled).AsTask().WaitAsync(cancelled).ConfigureAwait(false);
            var encoding = TextHead.EncodingOf(head.AsSpan(0, length), settings.Encoding, file.Path);
            var mayHaveNul = settings.Encoding is not null || ByteOrderMark.Find(head.AsSpan(0, length)) is not null;
            return new StreamBytes(new HeadedStream(head.AsMemory(0, length), stream, mayHaveNul, file.Path), encoding, file);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled) =>
        _text.ReadAsync(buffer, cancelled).AsTask().WaitAsync(cancelled);

    public override long TakeCount(int used)
    {
        var count = _input.BytesRead - _counted;
        _counted += count;
        return count;
    }

    public override void Dispose() => _text.Dispose();

    private Encoding Counted(Encoding encoding)
    {
        var counted = (Encoding)encoding.Clone();
        counted.DecoderFallback = _replaced;
        return counted;
    }
}
