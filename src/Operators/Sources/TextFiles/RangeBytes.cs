namespace FlowActors.Sources;

/// <summary>The bytes of a file in UTF-8 by position.</summary>
internal sealed class RangeBytes(FileStream stream, InputFile file) : InputBytes
{
    private long _position;

    public override string Name => $"'{file.Path}'";

    public override long Position => _position;

    public override async Task<int> ReadAsync(Memory<byte> buffer, long position, CancellationToken cancelled)
    {
        _position = position;
        var read = RandomAccess.ReadAsync(stream.SafeFileHandle, buffer, position, cancelled).AsTask();
        _position += await read.WaitAsync(cancelled).ConfigureAwait(false);
        return (int)(_position - position);
    }

    public override long TakeCount(int used) => used;

    public override void Dispose() => stream.Dispose();
}
