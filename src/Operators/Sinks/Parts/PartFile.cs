using System.Buffers;
using FlowActors.Files;

namespace FlowActors.Sinks.Parts;

/// <summary>
/// A part that is being written. Used by one thread. Its lock is held until it is disposed; nothing is removed by that.
/// </summary>
internal sealed class PartFile : IBufferWriter<byte>, IDisposable
{
    private const int BufferBytes = 64 << 10;
    private readonly IFileSystem _files;
    private readonly string _shown;
    private readonly IFileWriter _file;
    private byte[] _buffer = new byte[BufferBytes];
    private int _buffered;
    private long _written;
    private bool _isFlushed = true;

    /// <summary>Begins the file; its folder is there.</summary>
    /// <param name="files">Where.</param>
    /// <param name="path">The hidden path.</param>
    /// <param name="shown">The path of what it becomes, or becomes a part of, for people who are told that it cannot be written.</param>
    /// <exception cref="IOException">It cannot be made; the message says where and what to do.</exception>
    public PartFile(IFileSystem files, string path, string shown)
    {
        (_files, Path, _shown) = (files, path, shown);
        try
        {
            _file = files.Create(path, locked: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>The hidden path.</summary>
    public string Path { get; private set; }

    /// <summary>How many bytes it has, those in the buffer included.</summary>
    public long Length => _written + _buffered;

    public void Advance(int count) => _buffered += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsMemory(_buffered);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _buffer.AsSpan(_buffered);
    }

    /// <summary>Brings all of it to the disk.</summary>
    public void Flush()
    {
        WriteBuffer();
        if (_isFlushed) return;
        try
        {
            _file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        _isFlushed = true;
    }

    /// <summary>Gives it another hidden name in its folder, while it is written.</summary>
    public void Rename(string path)
    {
        try
        {
            _files.Replace(Path, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        Path = path;
    }

    public void Dispose() => _file.Dispose();

    private void MakeRoom(int bytes)
    {
        if (_buffer.Length - _buffered >= Math.Max(bytes, 1)) return;
        WriteBuffer();
        if (_buffer.Length < bytes) _buffer = new byte[bytes];
    }

    private void WriteBuffer()
    {
        if (_buffered == 0) return;
        try
        {
            _file.Write(_buffer.AsSpan(0, _buffered));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }

        _isFlushed = false;
        _written += _buffered;
        _buffered = 0;
    }

    private IOException Failed(Exception e) => PartFailures.NotWritten(_shown, Length, e);
}
