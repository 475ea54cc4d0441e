namespace FlowActors.Runtime.Checkpoints.Restoring;

/// <summary>Which snapshot an attempt begins with.</summary>
/// <param name="Checkpoint">Its number.</param>
/// <param name="Folder">The full path of its folder; null for a checkpoint of the job's own.</param>
internal sealed record RestoreFrom(long Checkpoint, string? Folder)
{
    /// <summary>Whether the job ends with it: what was prepared for it is committed, and nothing more is read.</summary>
    public bool EndsJob { get; init; }
}
