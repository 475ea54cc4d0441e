using FlowActors.State.Keyed;
using FlowActors.State.Tables;

namespace FlowActors.State.Snapshots.Stored;

/// <summary>Keyed states as a file of a snapshot, or a database in it, holds them: read as bytes, without their types. Used by one thread at a time.</summary>
internal interface IStoredStates : IDisposable
{
    /// <summary>The keyed states. One state may come several times, with values of different schemas.</summary>
    IReadOnlyCollection<StoredKeyedState> States { get; }

    /// <summary>Reads the elements of a key group whose keys lie in a range, in the order of their keys' bytes, until the taker has enough.</summary>
    /// <param name="state">One of <see cref="States"/>.</param>
    /// <param name="keyGroup">The key group; nothing is read where it has no elements.</param>
    /// <param name="keys">Which keys.</param>
    /// <param name="taker">Takes the elements.</param>
    /// <exception cref="Files.UnreadableSnapshotException">The file is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker);
}

/// <summary>A keyed state in a snapshot.</summary>
/// <param name="Number">Its number there.</param>
/// <param name="Header">What it is.</param>
internal sealed record StoredKeyedState(int Number, StateHeader Header);

/// <summary>A state backend that reads its own databases in snapshots. Thread-safe.</summary>
internal interface IStoredDatabases
{
    /// <summary>Brings a database to a local folder and opens it there, to be read only. The folder goes with it. Blocks.</summary>
    /// <param name="database">The database.</param>
    /// <param name="name">For people: a part of the folder's name.</param>
    /// <exception cref="IOException">A file cannot be read, or the disk refuses.</exception>
    IStoredStates Open(StoredDatabase database, string name);
}
