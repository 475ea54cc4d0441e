using System.Text;
using FlowActors.Paths;
using FlowActors.Sinks.Files;

namespace FlowActors.Sinks;

/// <summary>
/// A text file in UTF-8, LF at the end of each line, under a hidden name until it is complete and gets its own. Used by one thread.
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

    /// <summary>Writes a line that is UTF-8 already.</summary>
    public void WriteUtf8Line(ReadOnlySpan<byte> line)
    {
        while (line.Length > 0)
        {
            if (_buffered == BufferBytes) WriteBuffer();
            var piece = line[..Math.Min(line.Length, BufferBytes - _buffered)];
            piece.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += piece.Length;
            line = line[piece.Length..];
        }

        Append("\n");
    }

    /// <summary>Brings everything to the disk and ends the file.</summary>
    public void Complete()
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

        _output.Complete();
    }

    /// <summary>What is to become of the complete file.</summary>
    /// <param name="parts">As <see cref="PendingRename.Parts"/>.</param>
    public PendingRename ToRename(int parts) => new(_output.Path, _path, _written, PathStatus.Of(_output.Path).Identity.Number, parts);

    /// <summary>Says that a file cannot be written.</summary>
    public static IOException Failed(string path, long written, Exception e) => new(
        $"Output file '{path}' cannot be written (after {written} bytes): {e.Message} " +
        "Nothing of it was left under its name: make room for it or name another path, and run the job again.",
        e);

    /// <summary>Removes the file unless it has got its name.</summary>
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

    private IOException Failed(Exception e) => Failed(_path, _written, e);
}
