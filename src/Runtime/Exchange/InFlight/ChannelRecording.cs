using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>What comes over one input channel before a barrier: what was there when the recording began, and what comes until then.</summary>
internal abstract class ChannelRecording
{
    /// <summary>True when nothing is missing any more.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>What was recorded so far; whoever asks releases it.</summary>
    public abstract ChannelData Data { get; }

    /// <summary>Ends it without its barrier: the channel has ended, or nobody needs it.</summary>
    public abstract void End();
}

/// <param name="checkpoint">The barrier that ends it; null for what is there at the beginning only.</param>
/// <param name="ended">Told when it is complete.</param>
internal sealed class ChannelRecording<T>(long? checkpoint, Action<ChannelRecording<T>> ended) : ChannelRecording
{
    private readonly List<Batch<T>> _batches = [];
    private int _copied;

    public override ChannelData Data => new ChannelData<T>(_batches);

    /// <summary>Adds a batch, which it holds from here on besides its owner.</summary>
    public void Add(Batch<T> batch)
    {
        if (!IsComplete) AddOwn(batch.Retain());
    }

    /// <summary>Adds a batch that nobody else will release.</summary>
    public void AddOwn(Batch<T> batch)
    {
        var barrier = BarrierOf(batch);
        if (barrier < 0)
        {
            if (batch.IsEmpty) batch.Release();
            else _batches.Add(batch);
            return;
        }

        // The barrier is no part of it, and nothing stands behind a barrier in its batch.
        var before = batch.Rest(0, 0);
        before.RemoveMarksFrom(barrier);
        batch.Release();
        if (!before.IsEmpty) _batches.Add(before);
        End();
    }

    /// <summary>A batch was taken from the channel: added, unless it had waited there when the recording began.</summary>
    public void Taken(Batch<T> batch)
    {
        if (_copied > 0) _copied--;
        else Add(batch);
    }

    /// <summary>Adds what waits in the channel.</summary>
    public void AddWaiting(BatchReceiver<T> channel)
    {
        var waiting = new List<Batch<T>>();
        channel.CopyWaiting(waiting, batch => BarrierOf(batch) >= 0);
        _copied = waiting.Count;
        foreach (var batch in waiting) AddOwn(batch);
        if (checkpoint is null) End();
    }

    public override void End()
    {
        if (IsComplete) return;
        IsComplete = true;
        ended(this);
    }

    private int BarrierOf(Batch<T> batch)
    {
        for (var i = 0; checkpoint is not null && i < batch.MarkCount; i++)
        {
            if (batch.Marks[i] is { Kind: ControlKind.Barrier } mark && CheckpointBarrier.OfMark(mark.Value).Checkpoint == checkpoint) return i;
        }

        return -1;
    }
}
