using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;

namespace FlowActors.Runtime.Checkpoints.Storage;

/// <summary>
/// Snapshots as files: <c>chk-N</c> for each checkpoint, with its metadata and its files, and <c>shared</c> for what several name.
/// </summary>
internal sealed class FileCheckpointStorage : ICheckpointStorage
{
    private readonly IFileSystem _files;
    private readonly string _root;
    private readonly JobId _job;
    private readonly Func<Guid> _unique;

    /// <summary>Makes the job's folder if it is not there.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="folder">Where the folders of all jobs' checkpoints are.</param>
    /// <param name="job">The job; its folder has its id as its name.</param>
    /// <param name="unique">Makes a part of each name that nobody else makes, on no node: <see cref="Guid.NewGuid"/>. Called by any thread.</param>
    /// <exception cref="SnapshotWriteException">The folder cannot be made.</exception>
    public FileCheckpointStorage(IFileSystem files, string folder, JobId job, Func<Guid> unique)
    {
        (_files, _job, _unique) = (files, job, unique);
        _root = Path.Join(Path.GetFullPath(folder), job.Value);
        CreateDurably(_root);
    }

    public SnapshotLocation Checkpoint(long checkpoint) => new(Path.Join(_root, SnapshotNames.CheckpointFolder(checkpoint)));

    public SnapshotLocation CreateSavepoint(string path)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if ((folder + Path.DirectorySeparatorChar).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new SnapshotWriteException($"The savepoint cannot be written to '{folder}', where the job keeps its checkpoints. Name a folder outside of '{_root}'.");
        }

        CreateDurably(folder);
        if (_files.FilesIn(folder).Count > 0 || _files.FoldersIn(folder).Count > 0)
        {
            throw new SnapshotWriteException($"The savepoint cannot be written to '{folder}', which is not empty. Name an empty folder, or one that is not there yet.");
        }

        return new SnapshotLocation(folder);
    }

    public IStateFileWriter Create(SnapshotLocation snapshot, StateFileOwner owner, StateFileScope scope)
    {
        if (scope == StateFileScope.Shared && Path.GetDirectoryName(snapshot.Folder) != _root)
        {
            throw new ArgumentException($"'{snapshot}' is no checkpoint of job {_job}, and has no shared files.", nameof(scope));
        }

        var name = SnapshotNames.StateFile(_job, owner, _unique());
        if (scope == StateFileScope.Shared) name = SnapshotNames.SharedPrefix + name;
        var path = snapshot.File(new StateHandle(name, 0, 0)).Path;
        Attempt(path, () => _files.CreateFolder(Path.GetDirectoryName(path)!));
        return new StateFileWriter(_files, path, name);
    }

    public Stream Read(SnapshotLocation snapshot, StateHandle handle) =>
        new CheckedStream(OpenParts(snapshot, handle), snapshot.File(handle).Path, handle);

    public IFileReader OpenParts(SnapshotLocation snapshot, StateHandle handle) => SnapshotFiles.OpenParts(_files, snapshot, handle);

    public void Fetch(SnapshotLocation snapshot, StateHandle handle, string path, bool mayLink) => FetchedFile.Bring(_files, snapshot, handle, path, mayLink);

    public long Publish(SnapshotLocation snapshot, SnapshotMetadata metadata)
    {
        var bytes = MetadataFile.Write(metadata);
        var temporary = Path.Join(snapshot.Folder, SnapshotNames.TemporaryMetadata(_job, _unique()));
        Attempt(snapshot.Metadata.Path, () =>
        {
            _files.CreateFolder(snapshot.Folder);
            using (var file = _files.Create(temporary))
            {
                file.Write(bytes);
                file.Flush();
            }

            // Whoever made the snapshot's folder, or the one of shared files, may not have brought its name to the disk.
            _files.FlushFolder(Path.GetDirectoryName(snapshot.Folder)!);
            _files.Rename(temporary, snapshot.Metadata.Path);
            _files.FlushFolder(snapshot.Folder);
        });
        return bytes.Length;
    }

    public SnapshotMetadata ReadMetadata(SnapshotLocation snapshot) => SnapshotFiles.ReadMetadata(_files, snapshot);

    public void Delete(IReadOnlyList<StoredFile> files)
    {
        Exception? failure = null;
        StoredFile? failed = null;
        foreach (var file in files)
        {
            try
            {
                _files.Delete(file.Path);
                var folder = Path.GetDirectoryName(file.Path)!;
                if (file.IsMetadata) FlushIfThere(folder);
                if (SnapshotNames.IsCheckpointFolder(Path.GetFileName(folder))) _files.DeleteEmptyFolder(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                (failure, failed) = (failure ?? e, failed ?? file);
                // What stands behind metadata that is still there must stay.
                if (file.IsMetadata) break;
            }
        }

        if (failure is not null)
        {
            throw new SnapshotWriteException($"The file '{failed}' of a snapshot that is not needed any more cannot be deleted: {failure.Message} The next start of the job tries again.", failure);
        }
    }

    public void FlushDeleted(SnapshotLocation snapshot) => Attempt(snapshot.Folder, () =>
    {
        // The folder itself may be gone.
        var folder = snapshot.Folder;
        while (!_files.FolderExists(folder) && Path.GetDirectoryName(folder) is { } above) folder = above;
        _files.FlushFolder(folder);
    });

    public IReadOnlyList<ListedFile> ListCheckpoints()
    {
        var folders = _files.FoldersIn(_root).Where(name => name == SnapshotNames.Shared || SnapshotNames.IsCheckpointFolder(name));
        return [.. folders.SelectMany(name => List(Path.Join(_root, name), _job))];
    }

    public IReadOnlyList<ListedFile> ListIncomplete(SnapshotLocation snapshot, JobId job) =>
        _files.FilesIn(snapshot.Folder).Contains(SnapshotNames.Metadata) ? [] : [.. List(snapshot.Folder, job)];

    private IEnumerable<ListedFile> List(string folder, JobId job)
    {
        var ofCheckpoint = SnapshotNames.IsCheckpointFolder(Path.GetFileName(folder)) && Path.GetDirectoryName(folder) == _root;
        foreach (var name in _files.FilesIn(folder))
        {
            var file = new StoredFile(Path.Join(folder, name));
            if (SnapshotNames.WriterOf(job, name) is { } writer) yield return new ListedFile(file, writer);
            else if ((ofCheckpoint && name == SnapshotNames.Metadata) || SnapshotNames.IsTemporaryMetadata(job, name)) yield return new ListedFile(file, null);
        }
    }

    private void FlushIfThere(string folder)
    {
        try
        {
            _files.FlushFolder(folder);
        }
        catch (IOException) when (_files.FilesIn(folder).Count == 0)
        {
            // The folder itself is gone, and the metadata with it.
        }
    }

    // A name is durable when the folder that it stands in is flushed.
    private void CreateDurably(string folder) => Attempt(folder, () =>
    {
        var above = new List<string>();
        for (var made = folder; Path.GetDirectoryName(made) is { } parent; made = parent)
        {
            above.Add(parent);
            if (_files.FolderExists(parent)) break;
        }

        _files.CreateFolder(folder);
        foreach (var parent in above) _files.FlushFolder(parent);
    });

    private static void Attempt(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SnapshotWriteException.Of(path, e);
        }
    }
}
