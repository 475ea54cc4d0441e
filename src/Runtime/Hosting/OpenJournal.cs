using FlowActors.Files;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Hosting.Postgres;
using Npgsql;

namespace FlowActors.Runtime.Hosting;

/// <summary>The journal that a host uses, which was looked at and is closed with it.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="Id">Names it; null where it is in the data folder.</param>
/// <param name="Close">Closes it.</param>
internal sealed record OpenJournal(JournalPlace Place, string? Id, Action Close) : IDisposable
{
    /// <summary>In the data folder itself.</summary>
    public static OpenJournal InFolder(IFileSystem files, string folder) => new(JournalPlace.Folder(folder), null, JournalDatabase.Open(files, folder).Dispose);

    /// <summary>In a database.</summary>
    public static OpenJournal InDatabase(PostgresSettings settings, NpgsqlConnection connection, JournalFolder folder)
    {
        if (folder.Files.FilesIn(folder.Path).Contains(JournalDatabase.Name))
        {
            throw new JobValidationException(
                $"The data folder '{folder.Path}' has a journal already, in an SQLite database: the journal in {settings.Where} would know nothing of its jobs. Name another folder, begin the jobs there with " +
                $"savepoints of the old ones, and stop these; or delete '{Path.Join(folder.Path, JournalDatabase.Name)}' to begin without jobs.");
        }

        return new(JournalPlace.Database(settings.Where), PostgresJournal.Open(settings, connection, folder), () => NpgsqlConnection.ClearPool(new NpgsqlConnection(settings.ConnectionString)));
    }

    public void Dispose() => Close();
}
