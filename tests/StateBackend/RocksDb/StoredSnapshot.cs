using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.StateBackend.Tests.Snapshots;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>What a subtask has of a snapshot: a file of elements, and the files of a database where it is native.</summary>
internal sealed record StoredPart(KeyGroupRange KeyGroups, byte[] Elements, IReadOnlyList<StoredDatabaseFile>? Database = null);

/// <summary>A snapshot of all subtasks, which restores those of any parallelism as the runtime does.</summary>
internal sealed class StoredSnapshot(IReadOnlyList<StoredPart> parts)
{
    public Subtasks<TKey> RestoreTo<TKey>(Subtasks<TKey> subtasks)
    {
        var files = parts.Select(p => SnapshotFiles.Open(p.Elements)).ToList();
        var restore = new SnapshotRestore(files, subtasks.Parallelism == parts.Count ? [.. Enumerable.Range(0, parts.Count)] : null);
        for (var i = 0; i < subtasks.Parallelism; i++)
        {
            var settings = subtasks.SettingsOf(i);
            var databases = parts
                .Where(p => p.Database is not null && p.KeyGroups.End >= settings.KeyGroups.Start && p.KeyGroups.Start <= settings.KeyGroups.End)
                .Select(p => new StoredDatabase(p.KeyGroups, p.Database!)).ToList();
            if (databases.Count > 0) subtasks.Scopes[i].Restore(databases);
            restore.RestoreTo(subtasks.Scopes[i], settings, subtasks.Parallelism);
        }

        foreach (var file in files) file.Dispose();
        return subtasks;
    }
}
