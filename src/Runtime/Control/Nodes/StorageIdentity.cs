namespace FlowActors.Runtime.Control.Nodes;

/// <summary>Which data folder a node has, and on which machine, so that nodes of one cluster can be told to have the same.</summary>
/// <param name="Id">What stands in the folder itself, whatever path leads to it.</param>
/// <param name="Path">The path that leads to it on this node.</param>
/// <param name="Machine">Names the running system whose processes see the same files at once.</param>
internal sealed record StorageIdentity(string Id, string Path, string Machine)
{
    /// <summary>Why a node cannot be in a cluster with this one; null where it can.</summary>
    public string? RefusalOf(StorageIdentity? other) => other switch
    {
        null => $"it has no data folder, but the other nodes share '{Path}'. Name that folder on it too.",
        _ when other.Id != Id => $"its data folder '{other.Path}' is another one than '{Path}' of the other nodes: they hold different files. Name the folder that all nodes share.",
        _ when other.Machine != Machine =>
            $"its data folder '{other.Path}' is shared with another machine, and the journal in it is an SQLite database, which processes of one machine can share and no others. " +
            "Start all nodes on one machine, or keep the journal in a database server.",
        _ => null,
    };
}
