using System.Text.Json.Serialization;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>Which data folder and journal a node has, and on which machine, so that nodes of one cluster can be told to have the same.</summary>
/// <param name="Id">What stands in the folder itself, whatever path leads to it.</param>
/// <param name="Path">The path that leads to it on this node.</param>
/// <param name="Machine">Names the running system whose processes see the same files at once.</param>
internal sealed record StorageIdentity(string Id, string Path, string Machine)
{
    /// <summary>Names the journal in a database that nodes on all machines reach; null: it is an SQLite database in the folder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Journal { get; init; }

    /// <summary>Why a node cannot be in a cluster with this one; null where it can.</summary>
    public string? RefusalOf(StorageIdentity? other) => other switch
    {
        null => $"it has no data folder, but the other nodes share '{Path}'. Name that folder on it too.",
        _ when other.Id != Id => $"its data folder '{other.Path}' is another one than '{Path}' of the other nodes: they hold different files. Name the folder that all nodes share.",
        _ when other.Journal is null && Journal is not null =>
            "its journal is an SQLite database in the data folder, but that of the other nodes is in PostgreSQL. Set flowactors.journal alike on all nodes.",
        _ when other.Journal is not null && Journal is null =>
            "its journal is in PostgreSQL, but that of the other nodes is an SQLite database in the data folder. Set flowactors.journal alike on all nodes.",
        _ when other.Journal != Journal => "its journal is another PostgreSQL database than that of the other nodes. Set flowactors.journal alike on all nodes.",
        _ when Journal is null && other.Machine != Machine =>
            $"its data folder '{other.Path}' is shared with another machine, and the journal in it is an SQLite database, which processes of one machine can share and no others. " +
            "Start all nodes on one machine, or keep the journal in PostgreSQL: flowactors.journal.provider = postgresql, on all of them.",
        _ => null,
    };
}
