using FlowActors.Files;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Writes a file in pieces of 64 KB, with its checksum.</summary>
internal sealed class StateFileWriter : IStateFileWriter
{
    private const int BufferBytes = 64 << 10;
    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly string _name;
    private readonly IFileWriter _file;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _buffered;
    private Crc32C _checksum = Crc32C.Begin();
    private StateHandle? _handle;
    private bool _closed;

    public StateFileWriter(IFileSystem files, string path, string name)
    {
        (_files, _path, _name) = (files, path, name);
        try
        {
            _file = files.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotWriteException.Of(path, e);
        }
    }

    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
        {
            if (_buffered == BufferBytes) WriteBuffer();
            var piece = bytes[..Math.Min(bytes.Length, BufferBytes - _buffered)];
            piece.CopyTo(_buffer.AsSpan(_buffered));
            _buffered += piece.Length;
            bytes = bytes[piece.Length..];
        }
    }

    public StateHandle Complete()
    {
        WriteBuffer();
        try
        {
            _file.Flush();
            Close();
            _files.FlushFolder(Path.GetDirectoryName(_path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotWriteException.Of(_path, e);
        }

        return _handle = new StateHandle(_name, Length, _checksum.Value);
    }

    public void Dispose()
    {
        if (_handle is not null) return;
        try
        {
            Close();
            _files.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No handle names it: the next sweep finds it.
        }
    }

    private void WriteBuffer()
    {
        try
        {
            _file.Write(_buffer.AsSpan(0, _buffered));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotWriteException.Of(_path, e);
        }

        _checksum.Add(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void Close()
    {
        if (_closed) return;
        _closed = true;
        _file.Dispose();
    }
}
