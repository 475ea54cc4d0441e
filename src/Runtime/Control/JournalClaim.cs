namespace FlowActors.Runtime.Control;

/// <summary>
/// The last epoch that a job manager of this node has begun. One that is started again and reads of a later epoch has lost the journal to another node: on one node a job manager is
/// never the cluster's, then not, and then again. Thread-safe.
/// </summary>
internal sealed class JournalClaim
{
    private long _epoch;

    /// <summary>The epoch; 0 for none.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    /// <summary>A job manager of this node begins an epoch, whether or not that gets written.</summary>
    public void Begin(long epoch) => Interlocked.Exchange(ref _epoch, epoch);

    /// <summary>Whether the journal, whose last epoch is the given one, is another node's.</summary>
    public bool IsLostTo(long epoch) => Epoch is not 0 and var own && epoch > own;
}
