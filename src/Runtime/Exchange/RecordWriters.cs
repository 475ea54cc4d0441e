using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Exchange;

/// <summary>The tail of a chain towards one edge: puts records into the batches of its channels.</summary>
internal abstract class RecordWriter<T> : Output<T>, IControlWriter
{
    public abstract void Mark(ControlKind kind, long value);

    public override void Watermark(long timestamp) => Mark(ControlKind.Watermark, timestamp);

    public override void Status(bool active) => Mark(active ? ControlKind.Active : ControlKind.Idle, 0);
}

/// <summary>Where a subtask puts control elements that all its channels carry.</summary>
internal interface IControlWriter
{
    void Mark(ControlKind kind, long value);
}

/// <summary>To one channel: forward edges, and any edge to a vertex of one subtask.</summary>
internal sealed class SingleWriter<T>(ChannelWriter<T> channel) : RecordWriter<T>
{
    public override void Collect(T value, long timestamp) => channel.Add(value, timestamp);

    public override void Mark(ControlKind kind, long value) => channel.Mark(kind, value);
}

/// <summary>To the channel that a selector chooses.</summary>
internal sealed class SelectingWriter<T>(ChannelSelector<T> selector, ChannelWriter<T>[] channels) : RecordWriter<T>
{
    public override void Collect(T value, long timestamp) => channels[selector.Select(value)].Add(value, timestamp);

    public override void Mark(ControlKind kind, long value)
    {
        foreach (var channel in channels) channel.Mark(kind, value);
    }
}

/// <summary>To the channel that a selector chooses by a hash of the key, which goes along.</summary>
internal sealed class HashingWriter<T>(ChannelSelector<T> selector, ChannelWriter<T>[] channels, SelectorCursor cursor) : RecordWriter<T>
{
    public override void Collect(T value, long timestamp)
    {
        cursor.Enter();
        var channel = selector.Select(value, out var hash);
        cursor.Leave();
        channels[channel].Add(value, timestamp, hash);
    }

    public override void Mark(ControlKind kind, long value)
    {
        foreach (var channel in channels) channel.Mark(kind, value);
    }
}

/// <summary>To all channels: one batch that they share and count.</summary>
internal class BroadcastWriter<T> : RecordWriter<T>, IFlushable
{
    private readonly ChannelWriter<T>[] _channels;
    private readonly BatchPool<T> _pool;
    private readonly BatchSizer<T> _sizer;
    private Batch<T> _open;

    public BroadcastWriter(ChannelWriter<T>[] channels, BatchPool<T> pool, BatchSizer<T> sizer)
    {
        _channels = channels;
        _pool = pool;
        _sizer = sizer;
        _open = pool.Rent();
    }

    protected Batch<T> Open => _open;

    public override void Collect(T value, long timestamp)
    {
        _open.Add(value, timestamp);
        if (_open.Count >= _sizer.RecordsPerBatch) Close();
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

    private void Close()
    {
        var batch = _open;
        _sizer.Next(batch);
        batch.Share(_channels.Length);
        _open = _pool.Rent();
        foreach (var channel in _channels) channel.SendShared(batch);
    }
}

/// <summary>Holds an open batch that a flush must close.</summary>
internal interface IFlushable
{
    void Flush();
}
