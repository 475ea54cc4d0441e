using System.Diagnostics.CodeAnalysis;
using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange;

/// <summary>The receiving end of a channel; used on the receiving subtask's thread.</summary>
internal abstract class BatchReceiver<T> : IDisposable
{
    /// <summary>
    /// Takes the next batch and gives its credit back to the sender. The taker releases the batch when it is done.
    /// </summary>
    public abstract bool TryReceive([NotNullWhen(true)] out Batch<T>? batch);

    /// <summary>
    /// Adds the batches that wait, in order and without taking them, as far as and including the first for which the condition holds.
    /// Each is held for the caller, who releases it.
    /// </summary>
    public abstract void CopyWaiting(List<Batch<T>> target, Predicate<Batch<T>> isLast);

    /// <summary>The number of batches that wait.</summary>
    public abstract int QueueLength { get; }

    /// <summary>True when batches come from another node, as frames.</summary>
    public virtual bool IsRemote => false;

    /// <summary>Lets go of the channel.</summary>
    public abstract void Dispose();
}
