using FlowActors.Elements;
using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The tail of a chain towards one edge: puts records into the batches of its channels. The writer is the chain's for as long as
/// that lives; its channels are those of the present routing.
/// </summary>
internal abstract class RecordWriter<T> : Output<T>, IControlWriter
{
    /// <summary>The channels, by receiver.</summary>
    protected ChannelWriter<T>[] Channels { get; private set; } = [];

    /// <summary>Gives the writer its channels, before the first record.</summary>
    public virtual void Connect(ChannelWriter<T>[] channels) => Channels = channels;

    public override void Watermark(long timestamp) => Mark(ControlKind.Watermark, timestamp);

    public override void Status(bool active) => Mark(active ? ControlKind.Active : ControlKind.Idle, 0);

    public virtual void Mark(ControlKind kind, long value)
    {
        foreach (var channel in Channels) channel.Mark(kind, value);
    }
}

/// <summary>Where a subtask puts control elements that all its channels carry.</summary>
internal interface IControlWriter
{
    void Mark(ControlKind kind, long value);
}

/// <summary>Holds records that a flush must let go.</summary>
internal interface IFlushable
{
    void Flush();

    /// <summary>Lets them go with the next record; from any thread.</summary>
    void Hasten();
}
