using System.Net.Sockets;
using FlowActors.Runtime.Transport.Connections;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Tests.Transport;

/// <summary>Who writes to a connection's socket, and what becomes of the rest when he cannot.</summary>
public sealed class SocketWriterTests : IDisposable
{
    private const int Hang = 60_000;
    private readonly LoopbackPair _pair = new();

    public SocketWriterTests() => _pair.Sending.Blocking = false;

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_single_message_has_left_when_the_call_returns()
    {
        new SocketWriter(_pair.Sending, new QueuedEnd([1, 2, 3])).Write();
        Assert.Equal([1, 2, 3], Receive(3));
    }

    [Fact(Timeout = Hang)]
    public async Task What_the_socket_does_not_take_leaves_without_the_caller()
    {
        // Far more than a socket's buffers hold, and nobody reads while the caller writes.
        var parts = Enumerable.Range(0, 64).Select(i => Messages.Random(i, 1 << 20)).ToArray();
        var end = new QueuedEnd(parts);
        new SocketWriter(_pair.Sending, end).Write();
        Assert.True(end.Left > 0);
        foreach (var part in parts)
        {
            var received = await Task.Run(() => Receive(part.Length));
            Assert.True(part.AsSpan().SequenceEqual(received));
        }
    }

    [Fact(Timeout = Hang)]
    public async Task A_caller_who_is_interrupted_leaves_the_connection_to_others_and_stays_interrupted()
    {
        var end = new QueuedEnd([1, 2, 3]) { Interrupts = 1 };
        var isInterrupted = await Task.Factory.StartNew(
            () =>
            {
                new SocketWriter(_pair.Sending, end).Write();
                return Record.Exception(() => Thread.Sleep(0)) is ThreadInterruptedException;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        Assert.True(isInterrupted);
        Assert.Equal([1, 2, 3], await Task.Run(() => Receive(3)));
    }

    [Fact(Timeout = Hang)]
    public async Task A_socket_that_cannot_be_written_to_ends_the_reading()
    {
        _pair.Sending.Shutdown(SocketShutdown.Send);
        var writer = new SocketWriter(_pair.Sending, new QueuedEnd([1]));
        writer.Write();
        await writer.Ended;
        Assert.True(_pair.Sending.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead));
        Assert.Equal(0, _pair.Sending.Receive(new byte[1]));
    }

    private byte[] Receive(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;) at += _pair.Receiving.Receive(bytes.AsSpan(at));
        return bytes;
    }

    private sealed class QueuedEnd(params byte[][] parts) : IFrameEnd
    {
        private readonly Queue<byte[]> _parts = new(parts);

        public int Interrupts { get; set; }

        public int Left => _parts.Count;

        public bool IsEnded => false;

        public bool IsSilent => false;

        public bool TryTake(out ReadOnlyMemory<byte> bytes)
        {
            if (Interrupts-- > 0) throw new ThreadInterruptedException();
            var taken = _parts.TryDequeue(out var part);
            bytes = part;
            return taken;
        }

        public void Attach(IFrameWire wire) => throw new NotSupportedException();

        public void Fail(string what, bool tellPeer) => throw new NotSupportedException();

        public void Finish() => throw new NotSupportedException();

        public void OnData(in FrameHeader header, FrameBuffer payload) => throw new NotSupportedException();

        public void OnControl(in FrameHeader header, ReadOnlySpan<byte> payload) => throw new NotSupportedException();
    }
}
