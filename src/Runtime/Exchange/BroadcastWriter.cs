using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange;

/// <summary>To all channels: one batch that they share and count.</summary>
internal class BroadcastWriter<T> : RecordWriter<T>, IFlushable
{
    private readonly BatchPool<T> _pool;
    private readonly BatchSizer<T> _sizer;
    private readonly OutputGroup _group;
    private Batch<T> _open;
    private int _limit;

    public BroadcastWriter(BatchPool<T> pool, BatchSizer<T> sizer, OutputGroup group)
    {
        _pool = pool;
        _sizer = sizer;
        _group = group;
        _open = pool.Rent();
        _limit = sizer.RecordsPerBatch;
    }

    protected Batch<T> Open => _open;

    public override void Collect(T value, long timestamp)
    {
        _open.Add(value, timestamp);
        if (_open.Count >= _limit) Close();
    }

    public override void Mark(ControlKind kind, long value)
    {
        _open.Mark(kind, value);
        if (kind is ControlKind.Barrier or ControlKind.EndOfInput) Close();
    }

    public void Flush()
    {
        if (!_open.IsEmpty) Close();
    }

    public void Hasten() => Volatile.Write(ref _limit, 0);

    private void Close()
    {
        var batch = _open;
        _sizer.Next(batch);
        batch.Share(Channels.Length);
        _open = _pool.Rent();
        foreach (var channel in Channels) channel.SendShared(batch);
        _limit = _sizer.RecordsPerBatch;
        _group.FlushIfHastened();
    }
}
