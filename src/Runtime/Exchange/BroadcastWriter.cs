using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange;

/// <summary>To all channels: one batch that they share and count.</summary>
internal class BroadcastWriter<T>(BatchPool<T> pool, BatchSizer<T> sizer, OutputGroup group) : RecordWriter<T>, IFlushable
{
    private OpenBatch<T> _open = new(pool, sizer, group);

    protected Batch<T> Open => _open.Batch;

    public override void Collect(T value, long timestamp)
    {
        _open.Batch.Add(value, timestamp);
        if (_open.MustLook && _open.MayClose()) Close();
    }

    public override void Mark(ControlKind kind, long value)
    {
        _open.Batch.Mark(kind, value);
        if (kind is ControlKind.Barrier or ControlKind.EndOfInput) Close();
    }

    public void Flush()
    {
        if (!_open.Batch.IsEmpty) Close();
        else _open.CancelHaste();
    }

    public void Hasten() => _open.Hasten();

    private void Close()
    {
        var batch = _open.Close();
        batch.Share(Channels.Length);
        foreach (var channel in Channels) channel.SendShared(batch);
        _open.Settle();
    }
}
