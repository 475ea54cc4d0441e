using FlowActors.Client.Savepoints;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;

namespace FlowActors.Http.Savepoints;

/// <summary>Finds savepoints, and deletes their files and no others. All calls block.</summary>
internal sealed class SavepointFiles(IFileSystem files)
{
    // Somebody may name a folder with all that a disk has.
    private const int DepthMax = 4;
    private const int FoldersMax = 10_000;
    private const int ListedMax = 1_000;

    /// <summary>The savepoints below folders, the latest first.</summary>
    public SavepointList List(IReadOnlyList<string> folders, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, SavepointInfo>(StringComparer.Ordinal);
        var (left, next) = (FoldersMax, new Queue<(string Folder, int Depth)>(folders.Select(f => (f, 0))));
        while (next.TryDequeue(out var at) && left-- > 0 && found.Count <= ListedMax)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var below in FoldersIn(at.Folder))
            {
                if (Show(below) is { } savepoint) found.TryAdd(below, savepoint);
                else if (at.Depth < DepthMax) next.Enqueue((below, at.Depth + 1));
            }
        }

        return new SavepointList([.. found.Values.OrderByDescending(s => s.TriggeredAt).ThenBy(s => s.Path, StringComparer.Ordinal).Take(ListedMax)], found.Count > ListedMax || next.Count > 0);
    }

    /// <summary>The metadata of a savepoint.</summary>
    /// <exception cref="Problem">There is none, or it is no savepoint, or it cannot be read.</exception>
    public SnapshotMetadata Read(string folder)
    {
        try
        {
            var metadata = SnapshotFiles.ReadMetadata(files, new SnapshotLocation(folder));
            return metadata.Kind == SnapshotKind.Savepoint
                ? metadata
                : throw Problem.Wrong("That is no savepoint", $"'{folder}' holds a checkpoint of job {metadata.Job}, which belongs to the job.");
        }
        catch (SnapshotReadException e) when (e.Fault == SnapshotFault.Missing)
        {
            throw Problem.NotFound("There is no such savepoint", $"There is no complete savepoint in '{folder}'. GET /savepoints lists those that there are.");
        }
        catch (SnapshotReadException e)
        {
            throw Problem.Conflict("The savepoint cannot be read", $"{e.Message} Nothing is deleted of which it is not known what it is.");
        }
    }

    /// <summary>Deletes a savepoint: the metadata first, so that what is left of it, should that be cut short, is none. What others have put into its folder stays, with the folder.</summary>
    public void Delete(string folder, SnapshotMetadata metadata)
    {
        var location = new SnapshotLocation(folder);
        files.Delete(location.Metadata.Path);
        if (files.FolderExists(folder)) files.FlushFolder(folder);
        var job = new JobId(metadata.Job);
        var left = files.FilesIn(folder).Where(name => SnapshotNames.WriterOf(job, name) is not null || SnapshotNames.IsTemporaryMetadata(job, name));
        foreach (var path in location.OwnFilesOf(metadata).Select(f => f.Path).Concat(left.Select(name => Path.Join(folder, name))).Distinct().ToList()) files.Delete(path);
        files.DeleteEmptyFolder(folder);
        files.FlushFolder(Path.GetDirectoryName(folder)!);
    }

    private SavepointInfo? Show(string folder)
    {
        try
        {
            var metadata = SnapshotFiles.ReadMetadata(files, new SnapshotLocation(folder));
            return metadata.Kind != SnapshotKind.Savepoint ? null : new SavepointInfo(
                folder,
                metadata.Job,
                metadata.JobName,
                metadata.Checkpoint,
                new DateTimeOffset(DateTime.SpecifyKind(metadata.TriggeredAt, DateTimeKind.Utc)),
                metadata.Form == SnapshotForm.Native ? "native" : "canonical",
                metadata.Drained,
                metadata.StateBytes(),
                null);
        }
        catch (SnapshotReadException e) when (e.Fault == SnapshotFault.Missing)
        {
            return null;
        }
        catch (SnapshotReadException e)
        {
            return new SavepointInfo(folder, null, null, null, null, null, false, 0, e.Message);
        }
    }

    // Links are not followed: they may lead out, or in a circle.
    private List<string> FoldersIn(string folder)
    {
        try
        {
            return [.. files.FoldersIn(folder).Order(StringComparer.Ordinal).Select(name => Path.Join(folder, name)).Where(path => new DirectoryInfo(path).LinkTarget is null)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
