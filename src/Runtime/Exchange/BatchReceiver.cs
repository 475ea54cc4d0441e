using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>The receiving end of a channel; used on the receiving subtask's thread.</summary>
internal abstract class BatchReceiver<T> : IDisposable
{
    /// <summary>
    /// Takes the next batch and gives its credit back to the sender. The taker releases the batch when it is done. Of what comes behind a barrier
    /// that has overtaken others nothing is given before <see cref="TakeAnnouncement"/> has told of it.
    /// </summary>
    public abstract bool TryReceive([NotNullWhen(true)] out Batch<T>? batch);

    /// <summary>
    /// Adds the first of the batches that wait, in order and without taking them. Each is held for the caller, who releases it.
    /// </summary>
    public abstract void CopyWaiting(List<Batch<T>> target, long count);

    /// <summary>The number of batches that were taken.</summary>
    public abstract long Taken { get; }

    /// <summary>The latest barrier that has overtaken what is under way here; null when none has since this was last asked.</summary>
    public abstract BarrierAnnouncement? TakeAnnouncement();

    /// <summary>The number of batches that wait.</summary>
    public abstract int QueueLength { get; }

    /// <summary>True when batches come from another node, as frames.</summary>
    public virtual bool IsRemote => false;

    /// <summary>Lets go of the channel.</summary>
    public abstract void Dispose();
}
