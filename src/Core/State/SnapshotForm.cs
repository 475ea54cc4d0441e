namespace FlowActors.State;

/// <summary>How a snapshot holds keyed state.</summary>
public enum SnapshotForm
{
    /// <summary>Element by element, in the one format that all backends read and write. Written whole each time.</summary>
    Canonical,

    /// <summary>
    /// As the backend keeps it: of a backend on disk its own files, of which a checkpoint brings up only those that are new. Only the same
    /// backend reads it. The backend in memory has no form of its own and writes the canonical one.
    /// </summary>
    Native,
}
