using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FlowActors.Sources;

/// <summary>Takes the lines out of chunks, one at a time; a line that crosses the edge of a chunk is carried over.</summary>
internal sealed class LineScanner(int lineBytesMax)
{
    private readonly Utf8Lines _text = new();
    private readonly LineCarry _carry = new(lineBytesMax);
    private Chunk _chunk;
    private byte[] _buffer = [];
    private int _at;
    private int _end;
    private int _asciiEnd;
    private bool _isFirstLine;

    /// <summary>How many sequences of bytes were no UTF-8 so far.</summary>
    public long InvalidSequences => _text.InvalidSequences;

    /// <summary>Where the next line begins, as far as lines were read of the chunks that have come.</summary>
    public long Position => _chunk.Position + _at - _chunk.Start - _carry.Bytes.Length;

    /// <summary>Goes on with the next chunk; the one before was read to its end.</summary>
    public void Begin(in Chunk chunk)
    {
        _chunk = chunk;
        _buffer = chunk.Buffer;
        _at = chunk.Start;
        _end = chunk.End;
        _asciiEnd = AsciiEnd(_at);
        if (chunk.Position == 0) _isFirstLine = true;
    }

    /// <summary>The next line, without its end; false when the chunk is used up.</summary>
    public bool TryRead([NotNullWhen(true)] out string? line)
    {
        var rest = new ReadOnlySpan<byte>(_buffer, _at, _end - _at);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0) return TryReadRest(rest, out line);
        line = _carry.IsEmpty & !_isFirstLine ? Decode(rest[..length]) : DecodeCarried(rest[..length]);
        _at += length + 1;
        if (_at > _asciiEnd) _asciiEnd = AsciiEnd(_at);
        return true;
    }

    private bool TryReadRest(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out string? line)
    {
        Carry(rest);
        _at = _end;
        // A line without an end is one only if it has a byte; a byte order mark is none.
        var isLine = _chunk.IsLast && !_carry.IsEmpty && !(_isFirstLine && _carry.Bytes.SequenceEqual("\uFEFF"u8));
        line = isLine ? DecodeCarried([]) : null;
        if (_chunk.IsLast) EndSplit();
        return isLine;
    }

    private void EndSplit()
    {
        _carry.Clear();
        _isFirstLine = false;
    }

    private string Decode(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\r']) line = line[..^1];
        if (line.Length > lineBytesMax) throw TooLong(0);
        // ASCII, in most texts all but a few lines, needs no decoder.
        return _at + line.Length <= _asciiEnd ? Encoding.Latin1.GetString(line) : _text.Decode(line);
    }

    private string DecodeCarried(ReadOnlySpan<byte> rest)
    {
        Carry(rest);
        var line = _carry.Bytes;
        if (line is [.., (byte)'\r']) line = line[..^1];
        if (_isFirstLine && line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.Length > lineBytesMax) throw TooLong(rest.Length);
        _isFirstLine = false;
        var text = _text.Decode(line);
        _carry.Clear();
        return text;
    }

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        if (!_carry.TryAdd(bytes)) throw TooLong(0);
    }

    /// <summary>Where the next byte that is not ASCII stands, or the end of the chunk.</summary>
    private int AsciiEnd(int from)
    {
        var index = _buffer.AsSpan(from, _end - from).IndexOfAnyExceptInRange((byte)0, (byte)127);
        return index < 0 ? _end : from + index;
    }

    private InvalidDataException TooLong(int carriedAhead)
    {
        var start = _chunk.Position + _at + carriedAhead - _chunk.Start - _carry.Bytes.Length;
        return new InvalidDataException(
            $"The line that begins at byte {start} of {_chunk.Name} is longer than {lineBytesMax} bytes. Is the file a text? " +
            $"If it is, raise the limit: {nameof(TextFileSettings)}.{nameof(TextFileSettings.LineBytesMax)}.");
    }
}
