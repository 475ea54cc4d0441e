using System.Buffers.Binary;
using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Frames;
using FlowActors.Serialization;
using FlowActors.Threading;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The sending end of a channel to another node. A batch needs a credit of the channel; then it is serialized into the open
/// message. One that turns out to be too large goes in pieces, which are batches of their own to the receiver and take a credit
/// each: a refusal may come in the middle. The open message leaves when it is full, when it holds a mark, when the credits are
/// used up and when it is pushed. Its bytes wait here if the window of the pair of nodes is exhausted; while they do no message
/// is open.
/// </summary>
/// <remarks>
/// Bytes that wait are sent by the connection's thread as soon as there is room, and not by the subtask's next run: a subtask
/// that has ended or has nothing more to say has none. The lock is for the two threads that may send.
/// </remarks>
internal sealed class RemoteSender<T> : BatchSender<T>, IFrameOutputEvents
{
    /// <summary>The kind of a message of batches, a <see cref="BatchBundle"/>.</summary>
    public const byte BatchKind = 2;

    /// <summary>The kind of a message that says that a barrier, the value of its control mark, is before whatever follows.</summary>
    public const byte BarrierKind = 3;

    private readonly BatchCodec<T> _codec;
    private readonly IWakeable _sender;
    private readonly IFrameOutput _output;
    private readonly OutgoingEdge<T> _edge;
    private readonly RemoteSettings _limits;
    private readonly Lock _gate = new();
    private FrameBuffer? _open;
    private volatile FrameBuffer? _refused;
    private int _credits;
    private int _waits;

    // How many records of the batch that was refused last have left before it was.
    private int _sent;

    public RemoteSender(
        IDataTransport transport, ChannelAddress address, DataEndpoint target, OutgoingEdge<T> edge, IWakeable sender, RemoteSettings limits)
    {
        _codec = new BatchCodec<T>(edge.Serializer);
        _edge = edge;
        _limits = limits;
        _sender = sender;
        _credits = Credits = limits.CreditsOf(edge.InputChannels);
        _output = transport.OpenOutput(address, target, this);
    }

    public override int Credits { get; }

    public override int CreditsInUse => Credits - Volatile.Read(ref _credits);

    public override bool TrySend(Batch<T> batch)
    {
        while (true)
        {
            if (!MaySend())
            {
                // The receiver may have nothing else left to give a credit for.
                Push();
                return false;
            }

            // Room for any piece; only a single record may need all of a message.
            if (_open is { } open && open.Length + _limits.PieceBytes > _limits.MessageBytesMax) Push();
            else if (SendPiece(batch)) return true;
        }
    }

    public override void Push()
    {
        if (_open is not { } message) return;
        _open = null;
        // The connection is shared by many subtasks, and this thread may write for all of them.
        using var shield = InterruptShield.Raise();
        lock (_gate)
        {
            if (!_output.TrySend(message, BatchKind)) _refused = message;
        }
    }

    public override int SentOfRefused => _sent;

    // While bytes wait, no message is open. Behind what has left and before what has not, as only the connection's thread may send between.
    public override void Overtake(CheckpointBarrier barrier, List<Batch<T>> held)
    {
        var announcement = FrameBuffer.Rent(sizeof(long));
        announcement.Length = sizeof(long);
        BinaryPrimitives.WriteInt64LittleEndian(announcement.Message, barrier.ToMark());
        using var shield = InterruptShield.Raise();
        lock (_gate)
        {
            _output.SendAtOnce(announcement, BarrierKind);
            if ((_refused ?? _open) is not { } message) return;
            for (var position = 0; position < message.Length;)
            {
                var batch = new Batch<T>(0);
                _codec.Decode(BatchBundle.Next(message, ref position), batch);
                held.Add(batch);
            }
        }
    }

    public override bool HoldsBack
    {
        get
        {
            if (_refused is null) return false;
            Interlocked.Exchange(ref _waits, 1);
            return _refused is not null;
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _refused = null;
            _output.Dispose();
        }
    }

    public void OnWritable()
    {
        lock (_gate)
        {
            if (_refused is not { } message || !_output.TrySend(message, BatchKind)) return;
            _refused = null;
        }

        WakeSender();
    }

    public void OnCredit(int credits)
    {
        Interlocked.Add(ref _credits, credits);
        WakeSender();
    }

    public void OnFailed(DataConnectionException failure) => _sender.Fail(failure);

    private bool SendPiece(Batch<T> batch)
    {
        _open ??= FrameBuffer.Rent(_edge.MessageBytes);
        var before = _open.Length;
        int to;
        try
        {
            to = BatchBundle.Append(_open, _codec, batch, _sent, _limits);
        }
        catch (GrowthLimitException)
        {
            if (before == 0) throw TooLarge();
            Push();
            return false;
        }

        _edge.Verify(batch, _sent, to);
        var bytes = _open.Length - before;
        if (to > _sent) _edge.Sizer.Encoded(to - _sent, bytes);
        var isWhole = to == batch.Count;
        var credits = Interlocked.Decrement(ref _credits);
        var leaves = !isWhole || batch.MarkCount > 0 || credits == 0 || _open.Length + bytes > _edge.MessageBytes;
        _sent = isWhole ? 0 : to;
        if (isWhole) batch.Release();
        if (leaves) Push();
        return isWhole;
    }

    private SerializationException TooLarge() => new(
        $"A record of type {typeof(T).Name} that operator '{_edge.Emitter}' emitted takes more than {_limits.MessageBytesMax:N0} bytes, the most " +
        $"that one message to another node may have, where operator '{_edge.Receiver}' runs. Emit smaller records, or raise " +
        "flowactors.exchange.max-message-bytes, which is 1GiB at most, on all nodes.");

    private bool MaySend()
    {
        if (IsReady) return true;
        // Raised before the second look: what comes in between is either seen by it or wakes the subtask.
        Interlocked.Exchange(ref _waits, 1);
        return IsReady;
    }

    private bool IsReady => _refused is null && Volatile.Read(ref _credits) > 0;

    private void WakeSender()
    {
        if (Interlocked.Exchange(ref _waits, 0) != 0) _sender.Wake();
    }
}
