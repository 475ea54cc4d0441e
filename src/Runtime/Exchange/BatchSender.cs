using FlowActors.Elements;
using FlowActors.Runtime.Checkpoints.Coordination;

namespace FlowActors.Runtime.Exchange;

/// <summary>The sending end of a channel; used on the sending subtask's thread, except the two numbers of credits.</summary>
internal abstract class BatchSender<T> : IDisposable
{
    /// <summary>
    /// Hands the batch over if the channel has a credit for it; then it must not be touched any more. After a refusal the
    /// sending subtask is woken as soon as there is a credit. A batch without a mark may wait for more of them until
    /// <see cref="Push"/> is called.
    /// </summary>
    public abstract bool TrySend(Batch<T> batch);

    /// <summary>What was handed over leaves now. Cheap when nothing waits.</summary>
    public virtual void Push()
    {
    }

    /// <summary>
    /// A barrier overtakes what was handed over: the receiver hears of it at once, and how much of that comes before it. What has not left for
    /// the receiver's end, and follows, is added here, in order and without taking it; batches that the caller releases.
    /// </summary>
    public abstract void Overtake(CheckpointBarrier barrier, List<Batch<T>> held);

    /// <summary>
    /// Whether something that was handed over has not left for the receiver's end, and waits for room on the way. If so, the sending subtask is
    /// woken once it has left.
    /// </summary>
    public virtual bool HoldsBack => false;

    /// <summary>How many records of the batch that was refused last have left nevertheless, because it goes in pieces.</summary>
    public virtual int SentOfRefused => 0;

    /// <summary>The credits of the channel that are in use or could be now; from any thread.</summary>
    public abstract int Credits { get; }

    /// <summary>Batches handed over whose credit is not back yet; from any thread.</summary>
    public abstract int CreditsInUse { get; }

    /// <summary>Lets go of the channel; what was handed over still arrives.</summary>
    public abstract void Dispose();
}
