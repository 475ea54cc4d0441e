using FlowActors.Runtime.Hosting.Postgres;

namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.journal</c>; <paramref name="DataFolder"/> is null when the journal is kept in memory.</summary>
internal sealed record JournalSettings(string? DataFolder)
{
    /// <summary>The database server that keeps the journal; null: an SQLite database in the data folder does.</summary>
    public PostgresSettings? Postgres { get; init; }

    /// <summary>Where the folders of all jobs' checkpoints are; null where nothing is kept on disk.</summary>
    public string? CheckpointFolder => DataFolder is { } folder ? Checkpoints.Folders.DataFolder.CheckpointsOf(folder) : null;

    /// <summary>With the folder that an option names, if it does.</summary>
    /// <exception cref="JobValidationException">It cannot be a folder's name, or there is none and the journal needs one.</exception>
    public JournalSettings Or(string? option)
    {
        var settings = option is null ? this : this with { DataFolder = FullPath(option) };
        return settings is { Postgres: { } server, DataFolder: null }
            ? throw new JobValidationException(
                $"The journal is in {server.Where}, but no data folder is named, where the checkpoints of its jobs are: name it by the option DataFolder or by flowactors.journal.data-folder.")
            : settings;
    }

    private static string FullPath(string folder) => string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal)
        ? throw new JobValidationException(
            $"The option DataFolder is '{folder}', which is no name of a folder. Name one, or leave the option null to keep the journal in memory.")
        : Path.GetFullPath(folder);
}
