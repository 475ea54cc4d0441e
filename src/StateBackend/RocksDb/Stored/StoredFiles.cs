using FlowActors.State.RocksDb.Interop;
using FlowActors.State.RocksDb.Storage;

namespace FlowActors.State.RocksDb.Stored;

/// <summary>The files of a database in a snapshot, and what it says of itself.</summary>
internal static class StoredFiles
{
    /// <summary>Brings the files to a folder that does not exist yet.</summary>
    /// <returns>The files by their names in the database.</returns>
    public static Dictionary<string, StoredDatabaseFile> Fetch(StoredDatabase stored, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in stored.Files) file.Fetch(Path.Combine(folder, file.Name));
        return stored.Files.ToDictionary(f => f.Name);
    }

    /// <summary>Which states it holds.</summary>
    /// <exception cref="InvalidDataException">It does not say.</exception>
    public static StateDirectory DirectoryOf(RocksDatabase opened, StoredDatabase stored)
    {
        var bytes = new byte[256];
        var length = opened.Get(StateDatabase.Points, StateDirectory.Key, bytes);
        if (length > bytes.Length) length = opened.Get(StateDatabase.Points, StateDirectory.Key, bytes = new byte[length]);
        if (length < 0) throw new InvalidDataException($"The database of the key groups {stored.KeyGroups} does not say which states it holds.");
        return StateDirectory.Read(bytes.AsSpan(0, length));
    }
}
