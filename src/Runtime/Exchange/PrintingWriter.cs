using FlowActors.Elements;
using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>Where records are checked: to the channel that is chosen, each record with its print.</summary>
internal sealed class PrintingWriter<T>(ChannelChoice<T> choice, RecordCheck<T> check, SelectorCursor cursor) : RecordWriter<T>
{
    public override void Connect(ChannelWriter<T>[] channels)
    {
        base.Connect(channels);
        choice.Connect(channels.Length);
    }

    public override void Collect(T value, long timestamp)
    {
        // Before user code, the key selector, has the record.
        var print = check.Print(value);
        cursor.Enter();
        var chosen = choice.Choose(value, out var hash);
        cursor.Leave();
        var channel = Channels[chosen];
        channel.Print(print);
        if (choice.HasKeyHash) channel.Add(value, timestamp, hash);
        else channel.Add(value, timestamp);
    }
}

/// <summary>Where records are checked: to all channels, each record with its print.</summary>
internal sealed class PrintingBroadcastWriter<T>(BatchPool<T> pool, BatchSizer<T> sizer, OutputGroup group, RecordCheck<T> check)
    : BroadcastWriter<T>(pool, sizer, group)
{
    public override void Collect(T value, long timestamp)
    {
        Open.Print(check.Print(value));
        base.Collect(value, timestamp);
    }
}
