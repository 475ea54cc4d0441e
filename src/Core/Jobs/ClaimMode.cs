namespace FlowActors;

/// <summary>Whom a snapshot belongs to that a job begins with.</summary>
public enum ClaimMode
{
    /// <summary>
    /// Whoever has it. Nothing of it is changed or deleted, and it may be deleted once the job's first checkpoint is complete, which names none of
    /// its files. Until then the job restarts from it.
    /// </summary>
    NoClaim,

    /// <summary>
    /// The job, as the oldest of its checkpoints: its files, and no others, are deleted when it is kept no longer, by the number of checkpoints that are
    /// retained or at the job's end. Nobody else may begin with it.
    /// </summary>
    Claim,
}
