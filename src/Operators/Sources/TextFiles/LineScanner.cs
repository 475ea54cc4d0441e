using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Sources;

/// <summary>Takes the lines out of chunks, one at a time; a line that crosses the edge of a chunk is carried over.</summary>
internal sealed class LineScanner(int lineBytesMax)
{
    private const int CarryKeptBytes = 1 << 20;
    private readonly Utf8Lines _text = new();
    private Chunk _chunk;
    private int _at;
    private byte[] _carry = [];
    private int _carried;
    private long _lineStart;

    /// <summary>How many sequences of bytes were no UTF-8 so far.</summary>
    public long InvalidSequences => _text.InvalidSequences;

    /// <summary>Goes on with the next chunk; the one before was read to its end.</summary>
    public void Begin(in Chunk chunk)
    {
        _chunk = chunk;
        _at = chunk.Start;
        if (_carried == 0) _lineStart = chunk.Position;
    }

    /// <summary>The next line, without its end; false when the chunk is used up.</summary>
    public bool TryRead([NotNullWhen(true)] out string? line)
    {
        var rest = _chunk.Buffer.AsSpan(_at, _chunk.End - _at);
        var length = rest.IndexOf((byte)'\n');
        if (length < 0) return TryReadRest(rest, out line);
        _at += length + 1;
        line = _carried == 0 ? Decode(rest[..length]) : DecodeCarried(rest[..length]);
        _lineStart = _chunk.Position + _at - _chunk.Start;
        return true;
    }

    private bool TryReadRest(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out string? line)
    {
        _at = _chunk.End;
        Carry(rest);
        // A line without an end is one only if it has a byte; a byte order mark is none.
        var isLine = _chunk.IsLast && WithoutMark(_carry.AsSpan(0, _carried)).Length > 0;
        line = isLine ? DecodeCarried([]) : null;
        if (_chunk.IsLast) DropCarry();
        return isLine;
    }

    private string DecodeCarried(ReadOnlySpan<byte> rest)
    {
        Carry(rest);
        var line = Decode(_carry.AsSpan(0, _carried));
        DropCarry();
        return line;
    }

    private string Decode(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith((byte)'\r')) line = line[..^1];
        if (line.Length > lineBytesMax) throw TooLong();
        return _text.Decode(WithoutMark(line));
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) =>
        _lineStart == 0 && line.StartsWith("\uFEFF"u8) ? line[3..] : line;

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        var length = (long)_carried + bytes.Length;
        if (length > lineBytesMax + 1L) throw TooLong(); // a carriage return may still turn out to be no part of the line
        if (length > _carry.Length)
            Array.Resize(ref _carry, (int)Math.Clamp(_carry.Length * 2L, length, Math.Max(length, lineBytesMax)));
        bytes.CopyTo(_carry.AsSpan(_carried));
        _carried = (int)length;
    }

    private void DropCarry()
    {
        _carried = 0;
        if (_carry.Length > CarryKeptBytes) _carry = [];
    }

    private InvalidDataException TooLong() => new(
        $"The line that begins at byte {_lineStart} of '{_chunk.Path}' is longer than {lineBytesMax} bytes. Is the file a text? " +
        $"If it is, raise the limit: {nameof(TextFileSettings)}.{nameof(TextFileSettings.LineBytesMax)}.");
}
