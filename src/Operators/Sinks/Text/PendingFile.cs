using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FlowActors.Sinks;

/// <summary>
/// A text file in UTF-8, LF at the end of each line, that appears under its name as a whole or not at all. Used by one thread.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private const int BufferBytes = 64 << 10;
    private const int PieceChars = BufferBytes / 4;
    private readonly string _path;
    private readonly string _pendingPath;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly SafeFileHandle _file;
    private int _buffered;
    private long _written;
    private bool _committed;

    public PendingFile(string path, string pendingPath)
    {
        _path = path;
        _pendingPath = pendingPath;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(pendingPath)!);
            _file = File.OpenHandle(_pendingPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
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
            RandomAccess.FlushToDisk(_file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Gives the file its name, in place of one that had it.</summary>
    public void Commit()
    {
        _file.Dispose();
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.Move(_pendingPath, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        _committed = true;
    }

    /// <summary>Removes the file unless it was committed.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (_committed) return;
        try
        {
            File.Delete(_pendingPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone or no longer writable: nothing more can be done about a hidden file in it.
        }
    }

    private void Append(ReadOnlySpan<char> piece)
    {
        if (BufferBytes - _buffered < Encoding.UTF8.GetMaxByteCount(piece.Length)) WriteBuffer();
        _buffered += Encoding.UTF8.GetBytes(piece, _buffer.AsSpan(_buffered));
    }

    private void WriteBuffer()
    {
        try
        {
            RandomAccess.Write(_file, _buffer.AsSpan(0, _buffered), _written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        _written += _buffered;
        _buffered = 0;
    }

    private IOException Failed(Exception e) => new(
        $"Output file '{_path}' cannot be written (after {_written} bytes, as '{_pendingPath}'): {e.Message} " +
        "Nothing of it was left under its name: make room for it or name another path, and run the job again.",
        e);
}
