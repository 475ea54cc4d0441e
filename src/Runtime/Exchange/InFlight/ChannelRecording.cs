using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>What comes over one input channel before a barrier: what was at hand when the recording began, and what comes until then.</summary>
internal abstract class ChannelRecording
{
    /// <summary>True when nothing is missing any more.</summary>
    public bool IsComplete { get; protected set; }

    /// <summary>What was recorded so far; whoever asks releases it.</summary>
    public abstract ChannelData Data { get; }

    /// <summary>Ends it without its barrier: the channel has ended, or nobody needs it.</summary>
    public void End() => IsComplete = true;
}

/// <param name="checkpoint">The barrier that ends it.</param>
internal sealed class ChannelRecording<T>(long checkpoint) : ChannelRecording
{
    private readonly List<Batch<T>> _batches = [];

    public override ChannelData Data => new ChannelData<T>(_batches);

    /// <summary>Whether a barrier ends it.</summary>
    public bool IsOf(long barrier) => barrier == checkpoint;

    /// <summary>Adds a batch, which it holds from here on besides its owner.</summary>
    public void Add(Batch<T> batch)
    {
        if (!IsComplete) AddOwn(batch.Retain());
    }

    /// <summary>Adds a batch that nobody else will release.</summary>
    public void AddOwn(Batch<T> batch)
    {
        var barrier = ChannelData<T>.BarrierIn(batch, checkpoint);
        if (IsComplete || batch.IsEmpty)
        {
            batch.Release();
        }
        else if (barrier < 0)
        {
            _batches.Add(batch);
        }
        else
        {
            // The barrier is no part of it, and nothing stands behind a barrier in its batch.
            var before = batch.Rest(0, 0);
            before.RemoveMarksFrom(barrier);
            batch.Release();
            if (!before.IsEmpty) _batches.Add(before);
            End();
        }
    }

    /// <summary>The barrier has overtaken what waits, and comes behind a batch that is there.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="position">How many of its batches come before the barrier, from its beginning.</param>
    public void EndAt(BatchReceiver<T> channel, long position)
    {
        if (IsComplete) return;
        var waiting = new List<Batch<T>>();
        channel.CopyWaiting(waiting, position - channel.Taken);
        foreach (var batch in waiting) AddOwn(batch);
        End();
    }
}
