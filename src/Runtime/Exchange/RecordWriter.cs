using FlowActors.Elements;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The tail of a chain towards one edge: puts records into the batches of its channels. The writer is the chain's for as long as
/// that lives; its channels are those of the present routing.
/// </summary>
internal abstract class RecordWriter<T> : Output<T>, IEdgeWriter
{
    /// <summary>The channels, by receiver.</summary>
    protected ChannelWriter<T>[] Channels { get; private set; } = [];

    /// <summary>Gives the writer its channels, before the first record.</summary>
    public virtual void Connect(ChannelWriter<T>[] channels) => Channels = channels;

    public ChannelTime Said { get; private set; } = new(long.MinValue, true);

    public override void Watermark(long timestamp)
    {
        Said = Said with { Watermark = timestamp };
        Mark(ControlKind.Watermark, timestamp);
    }

    public override void Status(bool active)
    {
        Said = Said with { IsActive = active };
        Mark(active ? ControlKind.Active : ControlKind.Idle, 0);
    }

    public virtual void Mark(ControlKind kind, long value)
    {
        foreach (var channel in Channels) channel.Mark(kind, value);
    }

    public IReadOnlyList<ChannelData> Overtake(CheckpointBarrier barrier, bool isMarked) => Array.ConvertAll(Channels, c => c.Overtake(barrier, isMarked));

    public bool HasLeft(long? checkpoint) => Array.TrueForAll(Channels, c => c.HasLeft(checkpoint));

    public void Restore(int channel, ChannelData data) => Channels[channel].Restore(data);

    public void EmitAgain(ChannelData data)
    {
        foreach (var batch in ((ChannelData<T>)data).Batches)
        {
            for (var i = 0; i < batch.Count; i++) Collect(batch.Values[i], batch.Timestamps.IsEmpty ? Timestamps.None : batch.Timestamps[i]);
        }
    }

    public void SayAgain(ChannelTime time)
    {
        if (time.Watermark != long.MinValue) Watermark(time.Watermark);
        if (!time.IsActive) Status(false);
    }
}

/// <summary>The tail of a chain towards one edge, whatever its records are.</summary>
internal interface IEdgeWriter
{
    /// <summary>What was said of event time last.</summary>
    ChannelTime Said { get; }

    /// <summary>Puts a control element on all channels.</summary>
    void Mark(ControlKind kind, long value);

    /// <summary>A barrier overtakes what is under way, by channel; see <see cref="ChannelWriter.Overtake"/>.</summary>
    IReadOnlyList<ChannelData> Overtake(CheckpointBarrier barrier, bool isMarked);

    /// <summary>Whether the mark of a barrier has left on all channels; see <see cref="ChannelWriter.HasLeft"/>.</summary>
    bool HasLeft(long? checkpoint);

    /// <summary>Puts back what was under way on a channel, before the first record.</summary>
    void Restore(int channel, ChannelData data);

    /// <summary>Emits the records of what was under way, to whatever channels they belong now; before the first record.</summary>
    void EmitAgain(ChannelData data);

    /// <summary>Says of event time what was said before.</summary>
    void SayAgain(ChannelTime time);
}

/// <summary>Holds records that a flush must let go.</summary>
internal interface IFlushable
{
    void Flush();

    /// <summary>Lets them go with the next record; from any thread.</summary>
    void Hasten();
}
