using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Folders;
using Microsoft.Data.Sqlite;

namespace FlowActors.Runtime.Hosting;

/// <summary>The SQLite database in a data folder, which whoever opens it holds.</summary>
internal sealed class JournalDatabase : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string Name = "journal.db";

    private const string FormerLock = "journal.lock";

    private JournalDatabase()
    {
    }

    public static string ConnectionString(string folder) =>
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, Name) }.ToString();

    /// <summary>Makes the database if it is not there.</summary>
    /// <param name="files">The file system of the data folder.</param>
    /// <param name="folder">The data folder.</param>
    /// <exception cref="JobValidationException">
    /// The database cannot be used, a process of an earlier version uses it, or another version has written what this one cannot read.
    /// </exception>
    public static JournalDatabase Open(IFileSystem files, string folder)
    {
        try
        {
            RefuseOther(files, folder);
            RemoveFormerLock(files, folder);
            UseWriteAheadLog(folder);
            RefuseUnknownEvents(folder);
            Fence(folder);
            return new JournalDatabase();
        }
        catch (Exception e)
        {
            // A pooled connection would go on with the file that was refused, whatever takes its place.
            SqliteConnection.ClearAllPools();
            if (e is not (IOException or UnauthorizedAccessException or SqliteException)) throw;
            throw new JobValidationException(
                $"The journal '{Path.Combine(folder, Name)}' cannot be used: {e.Message} See to it that the disk has room and that this process may write " +
                "to the folder, put a copy of the file in its place if it was damaged, or name another data folder.", e);
        }
    }

    // Pooled connections would keep the files open after the host is gone.
    public void Dispose() => SqliteConnection.ClearAllPools();

    // Before data folders had a lock of their own the journal had this one.
    private static void RemoveFormerLock(IFileSystem files, string folder)
    {
        if (!files.FilesIn(folder).Contains(FormerLock)) return;
        var path = Path.Combine(folder, FormerLock);
        var held = files.TryLock(path) ?? throw new JobValidationException(
            $"The data folder '{folder}' is in use by another process, of an earlier version of FlowActors. Stop that process, or name another folder.");
        held.Dispose();
        files.Delete(path);
    }

    private static void RefuseOther(IFileSystem files, string folder)
    {
        if (JournalMark.Read(files, folder) is null) return;
        throw new JobValidationException(
            $"The journal of data folder '{folder}' is in a PostgreSQL database, where the jobs of its checkpoints are: name it by flowactors.journal.provider = postgresql and " +
            $"flowactors.journal.connection-string. To begin without jobs name another folder, or delete '{Path.Join(folder, JournalMark.Name)}'.");
    }

    private static void RefuseUnknownEvents(string folder)
    {
        using var connection = new SqliteConnection(ConnectionString(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'journal'";
        if ((long)command.ExecuteScalar()! == 0) return;
        if (JournalManifests.FirstUnknown(command, "journal") is not { } unknown) return;
        throw new JobValidationException(
            $"The data folder '{folder}' was written by another version of FlowActors: its journal has events '{unknown}', which " +
            "this version cannot read. Start that version again, or name another folder; nothing was changed.");
    }

    // The unique key alone refuses who writes a number that is there. Decisions that are not needed any more are deleted, and a writer that was frozen for long would find its number free
    // again; the last one of each writer is never deleted. The table is as Akka.Persistence.Sql makes it, which adds what else it needs.
    private static void Fence(string folder)
    {
        using var connection = new SqliteConnection(ConnectionString(folder));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE IF NOT EXISTS journal (
                ordering INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                created INTEGER NOT NULL,
                deleted Bit NOT NULL,
                persistence_id NVarChar(255) NOT NULL,
                sequence_number INTEGER NOT NULL,
                message VarBinary NOT NULL,
                manifest NVarChar(500) NULL,
                identifier INTEGER NULL,
                writer_uuid NVarChar(128) NULL);
            CREATE TRIGGER IF NOT EXISTS journal_fence BEFORE INSERT ON journal
            WHEN EXISTS (SELECT 1 FROM journal WHERE persistence_id = NEW.persistence_id AND sequence_number >= NEW.sequence_number)
            BEGIN
                SELECT RAISE(ABORT, 'another decision of a higher number is there');
            END;
            """;
        command.ExecuteNonQuery();
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
