using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>What a subtask has of a snapshot: a file of elements, and the files of a database where it is native.</summary>
internal sealed record StoredPart(KeyGroupRange KeyGroups, byte[] Elements, IReadOnlyList<StoredDatabaseFile>? Database = null)
{
    /// <summary>What keeps the database open, too; null where nothing does.</summary>
    public DatabaseFiles? Linked { get; init; }

    public StoredDatabase ToDatabase() => new(KeyGroups, Database!) { TakeKept = () => Linked?.Kept?.TryTake() };
}

/// <summary>A snapshot of all subtasks, which restores those of any parallelism as the runtime does.</summary>
internal sealed class StoredSnapshot(IReadOnlyList<StoredPart> parts)
{
    public Subtasks<TKey> RestoreTo<TKey>(Subtasks<TKey> subtasks)
    {
        RestoreTo(subtasks.Scopes, subtasks.SettingsOf);
        return subtasks;
    }

    /// <summary>How many databases wait for who goes on from it.</summary>
    public int Waiting => parts.Count(p => p.Linked?.Kept?.IsWaiting == true);

    /// <summary>The same, of whose databases no file can be read.</summary>
    public StoredSnapshot WithoutFiles() => new([.. parts.Select(p => p.Database is null ? p : p with
    {
        Database = [.. p.Database.Select(f => new StoredDatabaseFile(f.Name, f.Length, _ => throw new IOException("It cannot be read.")))],
    })]);

    /// <summary>Nobody goes on from it any more.</summary>
    public void Release()
    {
        foreach (var part in parts) part.Linked?.Dispose();
    }

    /// <param name="scopes">Those of all subtasks.</param>
    /// <param name="settingsOf">What they were opened with.</param>
    public void RestoreTo(IReadOnlyList<IStateScope> scopes, Func<int, StateScopeSettings> settingsOf)
    {
        var files = parts.Select(p => SnapshotFiles.Open(p.Elements)).ToList();
        var restore = new SnapshotRestore(files, scopes.Count == parts.Count ? [.. Enumerable.Range(0, parts.Count)] : null);
        for (var i = 0; i < scopes.Count; i++)
        {
            var settings = settingsOf(i);
            var databases = parts
                .Where(p => p.Database is not null && p.KeyGroups.End >= settings.KeyGroups.Start && p.KeyGroups.Start <= settings.KeyGroups.End)
                .Select(p => p.ToDatabase()).ToList();
            if (databases.Count > 0) scopes[i].Restore(databases);
            restore.RestoreTo(scopes[i], settings, scopes.Count);
        }

        foreach (var file in files) file.Dispose();
    }
}
