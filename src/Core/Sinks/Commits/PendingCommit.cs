namespace FlowActors.Sinks;

/// <summary>A committable that was not committed yet, as it stands in snapshots. Its members are a format and never change.</summary>
/// <param name="Checkpoint">
/// The checkpoint that it was prepared for; <see cref="long.MaxValue"/> when it waits for the end of the job.
/// </param>
/// <param name="Committable">What is to be committed.</param>
internal sealed record PendingCommit<TCommittable>(long Checkpoint, TCommittable Committable);
