using System.Diagnostics.CodeAnalysis;

namespace FlowActors.Sources;

/// <summary>Takes the lines out of what comes over connections, one at a time, without their ends (LF or CRLF).</summary>
/// <param name="lineBytesMax">The longest line, without its end.</param>
internal sealed class SocketLines(int lineBytesMax)
{
    private readonly Utf8Lines _text = new();
    private readonly LineCarry _carry = new(lineBytesMax);
    private byte[] _buffer = [];
    private int _at;
    private int _end;
    private bool _isClosed;

    /// <summary>How many sequences of bytes were no UTF-8 so far.</summary>
    public long InvalidSequences => _text.InvalidSequences;

    /// <summary>Goes on with the next bytes; those before were read.</summary>
    public void Add(byte[] buffer, int length)
    {
        _buffer = buffer;
        _at = 0;
        _end = length;
    }

    /// <summary>The server has closed the connection: what it sent last is a line, also without an end.</summary>
    public void Close() => _isClosed = true;

    /// <summary>The connection is lost, and with it the rest of the line at hand.</summary>
    /// <returns>True when there was a part of one, which is dropped.</returns>
    public bool DropTorn()
    {
        var isTorn = !_carry.IsEmpty;
        _carry.Clear();
        return isTorn;
    }

    /// <summary>The next line; false when there is none in the bytes that have come.</summary>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool TryRead([NotNullWhen(true)] out string? line)
    {
        var rest = new ReadOnlySpan<byte>(_buffer, _at, _end - _at);
        var length = rest.IndexOf((byte)'\n');
        if (length >= 0)
        {
            line = _carry.IsEmpty ? Decode(rest[..length]) : DecodeCarried(rest[..length]);
            _at += length + 1;
            return true;
        }

        Carry(rest);
        _at = _end;
        line = _isClosed && !_carry.IsEmpty ? DecodeCarried([]) : null;
        _isClosed = false;
        return line is not null;
    }

    private string DecodeCarried(ReadOnlySpan<byte> rest)
    {
        Carry(rest);
        var line = Decode(_carry.Bytes);
        _carry.Clear();
        return line;
    }

    private string Decode(ReadOnlySpan<byte> line)
    {
        if (line is [.., (byte)'\r']) line = line[..^1];
        return line.Length <= lineBytesMax ? _text.Decode(line) : throw TooLong();
    }

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        if (!_carry.TryAdd(bytes)) throw TooLong();
    }

    private InvalidDataException TooLong() => new(
        $"the line that follows is longer than {lineBytesMax} bytes. Does the server send text? If it does, raise the limit: " +
        $"{nameof(SocketTextSettings)}.{nameof(SocketTextSettings.LineBytesMax)}.");
}
