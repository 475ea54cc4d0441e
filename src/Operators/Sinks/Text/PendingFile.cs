using System.Text;
using FlowActors.Sinks.Files;

namespace FlowActors.Sinks;

/// <summary>
/// A text file in UTF-8, LF at the end of each line, that appears under its name as a whole or not at all. Used by one thread.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int PieceChars = BufferBytes / 4;
    private readonly string _path;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly PendingOutput _output;
    private int _buffered;
    private long _written;

    /// <summary>Begins the file, beside the target.</summary>
    /// <param name="path">The name that it gets in the end.</param>
    /// <param name="target">The target: the same, or the folder that the file is a part of.</param>
    /// <param name="writer">Which of the target's writers.</param>
    /// <exception cref="IOException">It cannot be made; the message says where and what to do.</exception>
    public PendingFile(string path, string target, int writer)
    {
        _path = path;
        var folder = Path.GetDirectoryName(target)!;
        try
        {
            Directory.CreateDirectory(folder);
            _output = PendingOutput.Create(folder, Path.GetFileName(target), writer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public void WriteLine(ReadOnlySpan<char> line)
    {
        while (line.Length > PieceChars)
        {
            var piece = line[..(PieceChars - (char.IsHighSurrogate(line[PieceChars - 1]) ? 1 : 0))];
            Append(piece);
            line = line[piece.Length..];
        }

        Append(line);
        Append("\n");
    }

    /// <summary>Brings everything to the disk.</summary>
    public void Flush()
    {
        WriteBuffer();
        try
        {
            RandomAccess.FlushToDisk(_output.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Gives the file its name, in place of one that had it.</summary>
    public void Commit()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            _output.Commit(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Removes the file unless it was committed.</summary>
    public void Dispose() => _output.Dispose();

    private void Append(ReadOnlySpan<char> piece)
    {
        if (BufferBytes - _buffered < Encoding.UTF8.GetMaxByteCount(piece.Length)) WriteBuffer();
        _buffered += Encoding.UTF8.GetBytes(piece, _buffer.AsSpan(_buffered));
    }

    private void WriteBuffer()
    {
        try
        {
            RandomAccess.Write(_output.File, _buffer.AsSpan(0, _buffered), _written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        _written += _buffered;
        _buffered = 0;
    }

    private IOException Failed(Exception e) => new(
        $"Output file '{_path}' cannot be written (after {_written} bytes): {e.Message} " +
        "Nothing of it was left under its name: make room for it or name another path, and run the job again.",
        e);
}
