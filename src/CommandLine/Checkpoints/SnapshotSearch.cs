using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;

namespace FlowActors.CommandLine.Checkpoints;

/// <summary>A snapshot whose metadata was read.</summary>
internal sealed record FoundSnapshot(SnapshotLocation Location, SnapshotMetadata Metadata);

/// <summary>The snapshots in a folder: the folder itself, or those of one job or several in it.</summary>
/// <param name="Snapshots">By job, then by number.</param>
/// <param name="Failures">Those whose metadata is there, and cannot be read.</param>
internal sealed record SnapshotSearch(IReadOnlyList<FoundSnapshot> Snapshots, IReadOnlyList<SnapshotReadException> Failures)
{
    private const string CheckpointsOfJobs = "checkpoints";

    /// <exception cref="FileNotFoundException">There is no such folder, or nothing of a snapshot in it; the message says what was looked for.</exception>
    public static SnapshotSearch In(IFileSystem files, string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (!files.FolderExists(folder)) throw new FileNotFoundException($"There is no folder '{folder}'. Name one that holds checkpoints or a savepoint.");
        var found = new List<FoundSnapshot>();
        var failures = new List<SnapshotReadException>();
        foreach (var location in Locations(files, folder).Select(f => new SnapshotLocation(f)))
        {
            try
            {
                found.Add(new FoundSnapshot(location, SnapshotFiles.ReadMetadata(files, location)));
            }
            catch (SnapshotReadException e) when (e.Fault == SnapshotFault.Missing && location.Folder != folder)
            {
                // Begun and not complete, or deleted by its job since the folder was listed.
            }
            catch (SnapshotReadException e)
            {
                failures.Add(e);
            }
        }

        if (found.Count + failures.Count == 0)
        {
            throw new FileNotFoundException(
                $"The folder '{folder}' holds no complete checkpoint or savepoint. Name a data folder, the folder of a job's checkpoints, one of them (chk-N), " +
                "or a savepoint.");
        }

        return new SnapshotSearch([.. found.OrderBy(f => f.Metadata.Job, StringComparer.Ordinal).ThenBy(f => f.Metadata.Checkpoint)], failures);
    }

    /// <summary>The one snapshot in a folder.</summary>
    /// <exception cref="FileNotFoundException">There is none, or there are several.</exception>
    /// <exception cref="SnapshotReadException">Its metadata cannot be read.</exception>
    public static FoundSnapshot One(IFileSystem files, string path) => In(files, path) switch
    {
        { Snapshots: [], Failures: [var failure, ..] } => throw failure,
        { Snapshots: [var only], Failures: [] } => only,
        var several => throw new FileNotFoundException(
            $"The folder '{Path.GetFullPath(path)}' holds {several.Snapshots.Count + several.Failures.Count} checkpoints and savepoints. Name one of them: " +
            $"{string.Join(", ", several.Snapshots.Select(s => $"'{s.Location.Folder}'"))}."),
    };

    // A folder with the name of a checkpoint's is one, even where its metadata is missing: then that is what is to be said.
    private static IEnumerable<string> Locations(IFileSystem files, string folder)
    {
        if (files.FilesIn(folder).Contains(SnapshotNames.Metadata) || SnapshotNames.IsCheckpointFolder(Path.GetFileName(folder))) return [folder];
        var below = files.FoldersIn(folder);
        var jobs = below.Contains(CheckpointsOfJobs) ? Below(files, Path.Join(folder, CheckpointsOfJobs)) : below.Select(name => Path.Join(folder, name));
        return new[] { folder }.Concat(jobs).SelectMany(f => Below(files, f)).Where(f => SnapshotNames.IsCheckpointFolder(Path.GetFileName(f)));
    }

    private static IEnumerable<string> Below(IFileSystem files, string folder) => files.FoldersIn(folder).Select(name => Path.Join(folder, name));
}
