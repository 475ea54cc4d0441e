namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.journal</c>; <paramref name="DataFolder"/> is null when the journal is kept in memory.</summary>
internal sealed record JournalSettings(string? DataFolder)
{
    /// <summary>Where the folders of all jobs' checkpoints are; null where nothing is kept on disk.</summary>
    public string? CheckpointFolder => DataFolder is { } folder ? Checkpoints.Folders.DataFolder.CheckpointsOf(folder) : null;

    /// <summary>With the folder that an option names, if it does.</summary>
    /// <exception cref="JobValidationException">It cannot be a folder's name.</exception>
    public JournalSettings Or(string? option) => option is null ? this : In(option);

    private static JournalSettings In(string folder) => string.IsNullOrWhiteSpace(folder) || folder.Contains('\0', StringComparison.Ordinal)
        ? throw new JobValidationException(
            $"The option DataFolder is '{folder}', which is no name of a folder. Name one, or leave the option null to keep the journal in memory.")
        : new JournalSettings(Path.GetFullPath(folder));
}
