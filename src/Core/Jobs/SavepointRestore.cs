namespace FlowActors;

/// <summary>The savepoint, or the checkpoint of another job, that a job begins with. Nothing of it is ever changed or deleted.</summary>
/// <param name="Path">Its folder, on a disk that all nodes share.</param>
public sealed record SavepointRestore(string Path)
{
    /// <summary>
    /// Whether state of operators that the job does not have (by uid) is left out. Default: false, the job is refused then.
    /// </summary>
    public bool AllowsUnmatchedState { get; init; }
}
