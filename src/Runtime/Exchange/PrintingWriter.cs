using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Partitioning;

namespace FlowActors.Runtime.Exchange;

/// <summary>Where records are checked: to the channel that a selector chooses, or the only one, each record with its print.</summary>
internal sealed class PrintingWriter<T>(
    ChannelSelector<T>? selector, ChannelWriter<T>[] channels, RecordCheck<T> check, SelectorCursor cursor) : RecordWriter<T>
{
    private readonly bool _hasKeyHash = selector is { HasKeyHash: true };

    public override void Collect(T value, long timestamp)
    {
        // Before user code, the key selector, has the record.
        var print = check.Print(value);
        cursor.Enter();
        var hash = 0;
        var selected = _hasKeyHash ? selector!.Select(value, out hash) : selector?.Select(value) ?? 0;
        cursor.Leave();
        var channel = channels[selected];
        channel.Print(print);
        if (_hasKeyHash) channel.Add(value, timestamp, hash);
        else channel.Add(value, timestamp);
    }

    public override void Mark(ControlKind kind, long value)
    {
        foreach (var channel in channels) channel.Mark(kind, value);
    }
}

/// <summary>Where records are checked: to all channels, each record with its print.</summary>
internal sealed class PrintingBroadcastWriter<T>(ChannelWriter<T>[] channels, BatchPool<T> pool, BatchSizer<T> sizer, RecordCheck<T> check)
    : BroadcastWriter<T>(channels, pool, sizer)
{
    public override void Collect(T value, long timestamp)
    {
        Open.Print(check.Print(value));
        base.Collect(value, timestamp);
    }
}
