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
        _limit = sizer.FirstLook;
    }

    protected Batch<T> Open => _open;

    public override void Collect(T value, long timestamp)
    {
        _open.Add(value, timestamp);
        if (_open.Count >= _limit) Look();
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

    private void Look()
    {
        int next;
        try
        {
            // Somebody has asked for what is open, or the sizer wants to know.
            next = Volatile.Read(ref _limit) == 0 ? 0 : _sizer.Look(_open);
        }
        catch (Exception e)
        {
            _group.WriterFailed(e);
            throw;
        }

        if (next > 0) _limit = next;
        else Close();
    }

    private void Close()
    {
        _group.ThrowIfWriterFailed();
        var batch = _open;
        try
        {
            _sizer.Close(batch);
            _open = _pool.Rent();
        }
        catch (Exception e)
        {
            _group.WriterFailed(e);
            throw;
        }

        batch.Share(Channels.Length);
        foreach (var channel in Channels) channel.SendShared(batch);
        _limit = _sizer.FirstLook;
        _group.FlushIfHastened();
    }
}
