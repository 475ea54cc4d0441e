using FlowActors.Elements;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The sending end of a channel to another node. A batch needs a credit of the channel; then it is serialized into the open
/// message, which leaves when it is full, when it holds a mark, when the credits are used up and when it is pushed. Its bytes
/// wait here if the window of the pair of nodes is exhausted; while they do no message is open.
/// </summary>
/// <remarks>
/// Bytes that wait are sent by the connection's thread as soon as there is room, and not by the subtask's next run: a subtask
/// that has ended or has nothing more to say has none. The lock is for the two threads that may send.
/// </remarks>
internal sealed class RemoteSender<T> : BatchSender<T>, IFrameOutputEvents
{
    /// <summary>The kind of the only message that channels between subtasks carry, a <see cref="BatchBundle"/>.</summary>
    public const byte BatchKind = 2;

    private readonly BatchCodec<T> _codec;
    private readonly IWakeable _sender;
    private readonly IFrameOutput _output;
    private readonly Lock _gate = new();
    private FrameBuffer? _open;
    private volatile FrameBuffer? _refused;
    private int _credits;
    private int _waits;

    public RemoteSender(
        IDataTransport transport, ChannelAddress address, DataEndpoint target, TypeSerializer<T> serializer, IWakeable sender, int credits)
    {
        _codec = new BatchCodec<T>(serializer);
        _sender = sender;
        _credits = Credits = credits;
        _output = transport.OpenOutput(address, target, this);
    }

    public override int Credits { get; }

    public override int CreditsInUse => Credits - Volatile.Read(ref _credits);

    public override bool TrySend(Batch<T> batch)
    {
        if (!MaySend())
        {
            // The receiver may have nothing else left to give a credit for.
            Push();
            return false;
        }

        var credits = Interlocked.Decrement(ref _credits);
        _open ??= FrameBuffer.Rent();
        var bytes = BatchBundle.Append(_open, _codec, batch);
        var leaves = batch.MarkCount > 0 || credits == 0 || _open.Length + bytes > FrameHeader.PayloadMax;
        batch.Release();
        if (leaves) Push();
        return true;
    }

    public override void Push()
    {
        if (_open is not { } message) return;
        _open = null;
        lock (_gate)
        {
            if (!_output.TrySend(message, BatchKind)) _refused = message;
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
