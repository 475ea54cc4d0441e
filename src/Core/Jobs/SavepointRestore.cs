namespace FlowActors;

/// <summary>The savepoint, or the checkpoint of another job, that a job begins with. It is never changed.</summary>
/// <param name="Path">Its folder, on a disk that all nodes share.</param>
public sealed record SavepointRestore(string Path)
{
    /// <summary>
    /// Whether state of operators that the job does not have (by uid) is left out. Default: false, the job is refused then.
    /// </summary>
    public bool AllowsUnmatchedState { get; init; }

    /// <summary>Whether the job takes it over, and deletes it when it is needed no more. Default: <see cref="FlowActors.ClaimMode.NoClaim"/>.</summary>
    public ClaimMode ClaimMode { get; init; }
}
