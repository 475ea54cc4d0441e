using FlowActors.Elements;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The sending end of a channel to another node. A batch needs a credit of the channel; then it is serialized, and its bytes
/// wait here if the window of the pair of nodes is exhausted.
/// </summary>
internal sealed class RemoteSender<T> : BatchSender<T>, IFrameOutputEvents
{
    /// <summary>The kind of the only message that channels between subtasks carry.</summary>
    public const byte BatchKind = 1;

    private readonly BatchCodec<T> _codec;
    private readonly IWakeable _sender;
    private readonly IFrameOutput _output;
    private FrameBuffer? _refused;
    private int _credits;
    private int _waits;

    public RemoteSender(
        IDataTransport transport, ChannelAddress address, DataEndpoint target, TypeSerializer<T> serializer, IWakeable sender, int credits)
    {
        _codec = new BatchCodec<T>(serializer);
        _sender = sender;
        _credits = credits;
        _output = transport.OpenOutput(address, target, this);
    }

    public override bool TrySend(Batch<T> batch)
    {
        if (!SendRefused() || !HasCredit()) return false;
        Interlocked.Decrement(ref _credits);
        var message = _codec.Encode(batch);
        batch.Release();
        if (!_output.TrySend(message, BatchKind)) _refused = message;
        return true;
    }

    public override void Dispose() => _output.Dispose();

    public void OnWritable() => WakeSender();

    public void OnCredit(int credits)
    {
        Interlocked.Add(ref _credits, credits);
        WakeSender();
    }

    public void OnFailed(DataConnectionException failure) => _sender.Fail(failure);

    private bool SendRefused()
    {
        if (_refused is null) return true;
        // Raised before the attempt: room that comes while it is being refused is not missed.
        Interlocked.Exchange(ref _waits, 1);
        if (!_output.TrySend(_refused, BatchKind)) return false;
        _refused = null;
        return true;
    }

    private bool HasCredit()
    {
        if (Volatile.Read(ref _credits) > 0) return true;
        Interlocked.Exchange(ref _waits, 1);
        return Volatile.Read(ref _credits) > 0;
    }

    private void WakeSender()
    {
        if (Interlocked.Exchange(ref _waits, 0) != 0) _sender.Wake();
    }
}
