using System.Globalization;
using FlowActors.Runtime.Checkpoints.Folders;
using Npgsql;

namespace FlowActors.Runtime.Hosting.Postgres;

/// <summary>The journal in a PostgreSQL database, looked at when a node starts, before Akka does: whether it is there, can be used, and is that of the node's data folder.</summary>
internal static class PostgresJournal
{
    // Any number that others who share the database hardly use.
    private const long Turn = 0x466C6F77_41637473;

    private static readonly string[] s_rights = ["SELECT", "INSERT", "UPDATE", "DELETE"];

    /// <summary>Connects to the database.</summary>
    /// <exception cref="JobValidationException">It cannot be used: where it is, why, and what to do; never its password.</exception>
    public static NpgsqlConnection Connect(PostgresSettings settings) => Explained(settings, () =>
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    });

    /// <summary>Makes the tables if they are not there, and binds database and data folder to each other. Called by who has the lock of the folder.</summary>
    /// <param name="settings">Where the database is.</param>
    /// <param name="connection">The way there.</param>
    /// <param name="data">The data folder, which holds the checkpoints of the journal's jobs.</param>
    /// <returns>Names the journal, whatever name of its server leads to it.</returns>
    /// <exception cref="JobValidationException">As for <see cref="Connect"/>, or the one is not that of the other.</exception>
    public static string Open(PostgresSettings settings, NpgsqlConnection connection, JournalFolder data) => Explained(settings, () =>
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;

        // One node after the other, until the end of the transaction.
        command.CommandText = $"SELECT pg_advisory_xact_lock({Turn.ToString(CultureInfo.InvariantCulture)})";
        command.ExecuteNonQuery();
        var journal = HasTables(command) ? Look(settings, data, command) : Make(settings, data, command);
        transaction.Commit();
        if (data.Mark is null) JournalMark.Write(data.Files, data.Path, journal);
        return journal;
    });

    private static T Explained<T>(PostgresSettings settings, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (PostgresErrors.IsOfServer(e))
        {
            throw PostgresErrors.Explain(settings, e);
        }
    }

    private static bool HasTables(NpgsqlCommand command)
    {
        command.CommandText = $"SELECT to_regclass('{PostgresTables.Owner}') IS NOT NULL";
        return (bool)command.ExecuteScalar()!;
    }

    private static string Make(PostgresSettings settings, JournalFolder data, NpgsqlCommand command)
    {
        if (data.Mark is not null)
        {
            throw new JobValidationException(
                $"There is no journal in {settings.Where}, but data folder '{data.Path}' has one already, in another database: the jobs of its checkpoints are there. Name that database, or put a copy of it " +
                $"in its place. To begin without jobs name another folder, or delete '{data.MarkPath}'.");
        }

        command.CommandText = PostgresTables.Create;
        command.ExecuteNonQuery();
        var id = Guid.NewGuid().ToString("n");
        command.CommandText = $"INSERT INTO {PostgresTables.Owner} (journal, version, folder, path) VALUES (@journal, {PostgresTables.Version}, @folder, @path)";
        command.Parameters.AddWithValue("journal", id);
        command.Parameters.AddWithValue("folder", data.Id);
        command.Parameters.AddWithValue("path", data.Path);
        command.ExecuteNonQuery();
        return id;
    }

    private static string Look(PostgresSettings settings, JournalFolder data, NpgsqlCommand command)
    {
        var (id, version, folder, path) = ReadOwner(settings, command);
        if (version > PostgresTables.Version)
        {
            throw new JobValidationException(
                $"The journal in {settings.Where} has version {version} of its tables; this version of FlowActors knows those up to {PostgresTables.Version}. " +
                "Start the version of FlowActors that made them, or a later one, or name another database; nothing was changed.");
        }

        if (folder != data.Id)
        {
            throw new JobValidationException(
                $"The journal in {settings.Where} is that of another data folder, which was at '{path}', and not of '{data.Path}': the checkpoints of its jobs are there. " +
                "Name that folder, or another database (or another schema, by Search Path) for this one.");
        }

        if (data.Mark is { } mark && mark != id)
        {
            throw new JobValidationException(
                $"The journal in {settings.Where} is not that of data folder '{data.Path}', whose journal is in another database (by '{data.MarkPath}'). Name that database, or, if this one is right, " +
                "delete the file: it is made anew.");
        }

        command.CommandText = $"SELECT {string.Join(" AND ", s_rights.Select(right => $"has_table_privilege('{PostgresTables.Journal}', '{right}')"))}";
        if (!(bool)command.ExecuteScalar()!)
        {
            throw new JobValidationException(
                $"User '{settings.User}' may not write to the journal in {settings.Where}: grant it {string.Join(", ", s_rights)} on {PostgresTables.Journal} and {PostgresTables.Tags}.");
        }

        return JournalManifests.FirstUnknown(command, PostgresTables.Journal) is not { } unknown ? id : throw new JobValidationException(
            $"The journal in {settings.Where} was written by another version of FlowActors: it has events '{unknown}', which this version cannot read. " +
            "Start that version again, or name another database; nothing was changed.");
    }

    private static (string Id, int Version, string Folder, string Path) ReadOwner(PostgresSettings settings, NpgsqlCommand command)
    {
        command.CommandText = $"SELECT journal, version, folder, path FROM {PostgresTables.Owner}";
        using var rows = command.ExecuteReader();
        return rows.Read()
            ? (rows.GetString(0), rows.GetInt32(1), rows.GetString(2), rows.GetString(3))
            : throw new JobValidationException(
                $"The table {PostgresTables.Owner} in {settings.Where} is empty: it no longer says of which data folder the journal is. Put a copy of the database in its place, or drop the tables that " +
                "begin with flowactors_ to begin without jobs.");
    }
}
