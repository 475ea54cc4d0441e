namespace FlowActors.Tests.Harness;

/// <summary>Input without end: every read gives one line that fills the buffer.</summary>
internal sealed class CountingStream : InputStream
{
    private readonly SemaphoreSlim _reads = new(0);
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Waits for so many reads more.</summary>
    public async Task Reads(int count)
    {
        for (; count > 0; count--)
            Assert.True(await _reads.WaitAsync(TimeSpan.FromSeconds(30)), "The stream was not read as often as expected.");
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer.Span.Fill((byte)'x');
        buffer.Span[^1] = (byte)'\n';
        Interlocked.Increment(ref _count);
        _reads.Release();
        return ValueTask.FromResult(buffer.Length);
    }
}

/// <summary>Input of which nothing ever comes, and which no token interrupts: a terminal.</summary>
internal sealed class SilentStream : InputStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(new TaskCompletionSource<int>().Task);
}

/// <summary>Input that comes with the first read, and nothing after it.</summary>
internal sealed class SlowStream(byte[] first) : InputStream
{
    private bool _isRead;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isRead) return new(new TaskCompletionSource<int>().Task);
        _isRead = true;
        first.CopyTo(buffer);
        return ValueTask.FromResult(first.Length);
    }
}

internal abstract class InputStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
