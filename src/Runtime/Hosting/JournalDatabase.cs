using FlowActors.Runtime.Control.Wire;
using Microsoft.Data.Sqlite;

namespace FlowActors.Runtime.Hosting;

/// <summary>The SQLite database in a data folder, used by one process at a time.</summary>
internal sealed class JournalDatabase : IDisposable
{
    private readonly FileStream _lock;

    private JournalDatabase(FileStream held) => _lock = held;

    public static string ConnectionString(string folder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "journal.db") }.ToString();

    /// <summary>Makes the folder and its database if they are not there, and keeps other processes out until it is disposed.</summary>
    /// <exception cref="JobValidationException">
    /// The folder cannot be used, another process uses it, or another version has written what this one cannot read.
    /// </exception>
    public static JournalDatabase Open(string folder)
    {
        FileStream? held = null;
        try
        {
            Directory.CreateDirectory(folder);
            held = new FileStream(Path.Combine(folder, "journal.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            UseWriteAheadLog(folder);
            RefuseUnknownEvents(folder);
            return new JournalDatabase(held);
        }
        catch (JobValidationException)
        {
            held?.Dispose();
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or ArgumentException)
        {
            held?.Dispose();
            throw new JobValidationException(
                $"The data folder '{folder}' cannot be used: {e.Message} Name a folder that this process may write to and that no other process uses.", e);
        }
    }

    public void Dispose()
    {
        // Pooled connections would keep the files open after the host is gone.
        SqliteConnection.ClearAllPools();
        _lock.Dispose();
    }

    // Else the job manager would fail to read its journal again and again.
    private static void RefuseUnknownEvents(string folder)
    {
        using var connection = new SqliteConnection(ConnectionString(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'journal'";
        if ((long)command.ExecuteScalar()! == 0) return;
        command.CommandText = "SELECT DISTINCT manifest FROM journal WHERE deleted = 0";
        using var manifests = command.ExecuteReader();
        while (manifests.Read())
        {
            if (ControlManifests.Names.Contains(manifests.GetString(0))) continue;
            throw new JobValidationException(
                $"The data folder '{folder}' was written by another version of FlowActors: its journal has events '{manifests.GetString(0)}', which " +
                "this version cannot read. Start that version again, or name another folder; nothing was changed.");
        }
    }

    // The mode is a property of the file and stays; without it each write would sync twice.
    private static void UseWriteAheadLog(string folder)
    {
        using var connection = new SqliteConnection(ConnectionString(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
    }
}
