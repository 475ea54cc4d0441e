using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Threading;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The receiving end of a channel from another node. Batches lie here as bytes, at most as many as the channel has credits,
/// until the subtask decodes them.
/// </summary>
internal sealed class RemoteReceiver<T> : BatchReceiver<T>, IFrameInput
{
    private readonly ConcurrentQueue<FrameBuffer> _messages = new();
    private readonly BatchCodec<T> _codec;
    private readonly InputChannels<T> _input;
    private readonly IWakeable _receiver;
    private readonly IFrameInputHandle _handle;
    private readonly int _grantAt;
    private FrameBuffer? _message;
    private int _position;
    private int _waiting;
    private int _consumed;
    private long _taken;

    // On the connection's thread.
    private long _arrived;
    private BarrierAnnouncement? _announcement;

    public RemoteReceiver(
        IDataTransport transport, ChannelAddress address, InputChannels<T> input, IWakeable receiver, int credits)
    {
        _codec = new BatchCodec<T>(input.Serializer);
        _input = input;
        _receiver = receiver;
        // Credits go back in lots of half a channel: fewer messages, and the sender never runs dry for lack of one.
        _grantAt = Math.Max(1, credits / 2);
        _handle = transport.RegisterInput(address, this);
    }

    public override int QueueLength => Volatile.Read(ref _waiting);

    public override bool IsRemote => true;

    public override bool TryReceive([NotNullWhen(true)] out Batch<T>? batch)
    {
        batch = null;
        if (_message is null && !_messages.TryDequeue(out _message)) return false;
        // Behind the message: whoever sees what came behind a barrier sees the barrier.
        if (Volatile.Read(ref _announcement)?.Position <= _taken) return false;
        batch = _input.Decoded.Rent();
        _codec.Decode(BatchBundle.Next(_message, ref _position), batch);
        Interlocked.Decrement(ref _waiting);
        _taken++;
        if (_position == _message.Length)
        {
            _message.Return();
            _message = null;
            _position = 0;
        }

        if (++_consumed >= _grantAt) Grant();
        return true;
    }

    public override void CopyWaiting(List<Batch<T>> target, long count)
    {
        var end = target.Count + count;
        if (_message is not null) CopyMessage(_message, _position, target, end);
        foreach (var message in _messages) CopyMessage(message, 0, target, end);
    }

    public override long Taken => _taken;

    public override BarrierAnnouncement? TakeAnnouncement() =>
        Volatile.Read(ref _announcement) is null ? null : Interlocked.Exchange(ref _announcement, null);

    public override void Dispose() => _handle.Dispose();

    public void OnMessage(byte kind, FrameBuffer message)
    {
        if (kind == RemoteSender<T>.BarrierKind)
        {
            OnBarrier(message);
            return;
        }

        if (kind != RemoteSender<T>.BatchKind) throw new InvalidOperationException($"A message of the unknown kind {kind} arrived.");
        var batches = BatchBundle.Count(message);
        _messages.Enqueue(message);
        Interlocked.Add(ref _waiting, batches);
        _arrived += batches;
        _receiver.Wake();
    }

    public void OnFailed(DataConnectionException failure) => _receiver.Fail(failure);

    private void OnBarrier(FrameBuffer message)
    {
        if (message.Length != sizeof(long)) throw new InvalidOperationException($"A barrier of {message.Length} bytes arrived; run the same build of FlowActors on all nodes.");
        var barrier = CheckpointBarrier.OfMark(BinaryPrimitives.ReadInt64LittleEndian(message.Message));
        message.Return();
        Volatile.Write(ref _announcement, new BarrierAnnouncement(barrier, _arrived));
        _receiver.BarrierAnnounced();
    }

    private void CopyMessage(FrameBuffer message, int position, List<Batch<T>> target, long end)
    {
        while (position < message.Length && target.Count < end)
        {
            var batch = new Batch<T>(0);
            _codec.Decode(BatchBundle.Next(message, ref position), batch);
            target.Add(batch);
        }
    }

    // The connection is shared by many subtasks, and this thread may write for all of them.
    private void Grant()
    {
        using var shield = InterruptShield.Raise();
        _handle.Grant(_consumed);
        _consumed = 0;
    }
}
