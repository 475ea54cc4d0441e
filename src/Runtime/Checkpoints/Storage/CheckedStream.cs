using FlowActors.Files;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>Reads a file from its beginning to its end; the read that takes the last byte compares the checksum before it returns.</summary>
internal sealed class CheckedStream(IFileReader file, string path, StateHandle handle) : Stream
{
    private Crc32C _checksum = Crc32C.Begin();
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => handle.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Min(buffer.Length, handle.Length - _position)];
        if (buffer.Length == 0) return 0;
        var read = ReadFile(buffer);
        _checksum.Add(buffer[..read]);
        _position += read;
        if (_position == handle.Length && _checksum.Value != handle.Checksum)
        {
            buffer.Clear();
            throw SnapshotReadException.Damaged(path, $"its checksum is {_checksum.Value:x8}, and was {handle.Checksum:x8} when it was written");
        }

        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }

    private int ReadFile(Span<byte> buffer)
    {
        int read;
        try
        {
            read = file.Read(_position, buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotReadException.Refused(path, e);
        }

        return read > 0 ? read : throw SnapshotReadException.Damaged(path, $"it ends after {_position} of {handle.Length} bytes");
    }
}
