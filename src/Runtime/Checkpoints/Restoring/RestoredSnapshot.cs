using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;
using FlowActors.State.Snapshots;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Checkpoints.Restoring;

/// <summary>
/// The snapshot that an attempt begins with: gives each subtask, whatever its parallelism and however operators are chained by now, the state of
/// its operators by their uids. Thread-safe; calls block.
/// </summary>
/// <param name="storage">Where it is.</param>
/// <param name="location">Its folder.</param>
/// <param name="metadata">What it holds.</param>
/// <param name="isOwn">Whether it is a checkpoint of the job itself, whose shared files later ones may name again.</param>
internal sealed class RestoredSnapshot(ISnapshotReader storage, SnapshotLocation location, SnapshotMetadata metadata, bool isOwn = false)
{
    /// <summary>Reads the metadata of a snapshot; blocks.</summary>
    /// <exception cref="SnapshotReadException">It is missing, damaged or of a newer version.</exception>
    /// <param name="storage">Where it is.</param>
    /// <param name="from">Which one.</param>
    /// <param name="copies">What the node has kept of the job's own checkpoints; null for nothing.</param>
    public static RestoredSnapshot Read(ICheckpointStorage storage, RestoreFrom from, ILocalCopies? copies = null)
    {
        var location = from.Folder is { } folder ? new SnapshotLocation(folder) : storage.Checkpoint(from.Checkpoint);
        var isOwn = from.Folder is null;
        return new RestoredSnapshot(storage, location, storage.ReadMetadata(location), isOwn) { Copies = isOwn ? copies : null };
    }

    /// <summary>As the other, by the folder.</summary>
    public static RestoredSnapshot Read(ISnapshotReader reader, SnapshotLocation location) => new(reader, location, reader.ReadMetadata(location));

    /// <summary>What it holds.</summary>
    public SnapshotMetadata Metadata => metadata;

    /// <summary>Whether it is a checkpoint of the job itself.</summary>
    public bool IsOwn => isOwn;

    private ILocalCopies? Copies { get; init; }

    /// <summary>
    /// The states that its files hold, and the edges on which records were under way, each form of them once; those of databases stand in the
    /// snapshot files beside them. Opens each file, those of other content too: that all are there, and have their lengths, is known afterwards.
    /// </summary>
    /// <exception cref="SnapshotReadException">A file is missing or has another length.</exception>
    /// <exception cref="UnreadableSnapshotException">A file is damaged, or of a newer version.</exception>
    public IReadOnlyCollection<StateHeader> States()
    {
        var states = new HashSet<StateHeader>();
        var others = metadata.Handles().ToHashSet();
        foreach (var handle in metadata.Vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.SnapshotFiles()).Where(others.Remove))
        {
            using var file = Open(handle);
            states.UnionWith(file.States.Values);
        }

        foreach (var handle in others) storage.OpenParts(location, handle).Dispose();
        return states;
    }

    /// <summary>Reads every file whole and compares its checksum. Takes as long as a restore by one reader.</summary>
    /// <exception cref="SnapshotReadException">A file is missing or damaged, or cannot be read for now.</exception>
    public void Verify()
    {
        var piece = new byte[64 << 10];
        foreach (var handle in metadata.Handles().DistinctBy(h => h.Name))
        {
            using var stream = storage.Read(location, handle);
            int read;
            do read = stream.Read(piece);
            while (read > 0);
        }
    }

    /// <summary>The number of the checkpoint.</summary>
    public long Checkpoint => metadata.Checkpoint;

    /// <summary>
    /// Whether operators had all ended: nothing of them runs any more. Flink's rule: where some subtasks had not, all run again, and find in their
    /// state what the others have left.
    /// </summary>
    /// <param name="uids">The operators of a vertex.</param>
    public bool HasEnded(IReadOnlyCollection<string> uids)
    {
        var vertices = Of(uids);
        return uids.All(uid => vertices.Exists(v => v.Operators.Any(o => o.Uid == uid)))
            && vertices.TrueForAll(v => v.Subtasks.All(s => s.HasEnded || s.Finished));
    }

    /// <summary>Gives the scope of a subtask its state, before its operators open.</summary>
    /// <param name="scope">Takes it.</param>
    /// <param name="settings">Those that the scope was opened with.</param>
    /// <param name="parallelism">How many subtasks its vertex has.</param>
    /// <param name="mayBeNamed">Told of each file of a database that later checkpoints of the job may name again, and where it is stored.</param>
    /// <param name="restored">Told from where each file of a database comes.</param>
    /// <exception cref="SnapshotReadException">A file is missing or has another length.</exception>
    /// <exception cref="UnreadableSnapshotException">A file is damaged, or of a newer version.</exception>
    /// <exception cref="InvalidOperationException">A state does not fit what other files say of it.</exception>
    public void RestoreTo(IStateScope scope, StateScopeSettings settings, int parallelism, Action<StoredDatabaseFile, StateHandle>? mayBeNamed = null, RestoredFiles? restored = null)
    {
        var files = new List<SnapshotFileReader>();
        try
        {
            var vertices = Of([.. settings.Operators.Select(o => o.Uid)]);
            var databases = vertices.SelectMany(v => v.Subtasks).SelectMany(s => s.Keyed)
                .Where(k => k.Database is not null && k.LastKeyGroup >= settings.KeyGroups.Start && k.FirstKeyGroup <= settings.KeyGroups.End)
                .Select(k => new StoredDatabase(k.Range(), [.. k.Database!.Files.Select(file => Stored(file, mayBeNamed, restored))])
                {
                    TakeKept = () => TakeOpen(k.Database, restored),
                }).ToList();
            if (databases.Count > 0) scope.Restore(databases);
            var owners = new List<int>();
            foreach (var subtask in vertices.SelectMany(v => v.Subtasks))
            {
                foreach (var handle in subtask.Keyed.SelectMany(k => k.Files).Concat(subtask.Operator).Distinct())
                {
                    files.Add(Open(handle));
                    owners.Add(subtask.Index);
                }
            }

            // With as many subtasks as before each finds its own again, such as splits that it was to read and how far event time was with it.
            new SnapshotRestore(files, vertices.TrueForAll(v => v.Parallelism == parallelism) ? owners : null).RestoreTo(scope, settings, parallelism);
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    /// <summary>Gives the files of what was under way at the subtasks of operators, one after the other. They may hold that of others too.</summary>
    /// <param name="uids">The operators.</param>
    /// <param name="read">Reads a file, which is closed then.</param>
    public void ReadInFlight(IReadOnlyCollection<string> uids, Action<SnapshotFileReader> read)
    {
        foreach (var handle in Of(uids).SelectMany(v => v.Subtasks).SelectMany(s => s.InFlight).Distinct())
        {
            using var file = Open(handle);
            read(file);
        }
    }

    /// <summary>How many subtasks an operator had; null where the snapshot does not know it.</summary>
    public int? ParallelismOf(string uid) => Of([uid]).FirstOrDefault()?.Parallelism;

    /// <summary>The state of a source's enumerator; null where there is none.</summary>
    /// <param name="uid">The source.</param>
    public byte[]? EnumeratorOf(string uid)
    {
        var stored = metadata.Vertices.SelectMany(v => v.SourceCoordinators).FirstOrDefault(c => c.OperatorUid == uid);
        if (stored is null) return null;
        using var stream = storage.Read(location, stored.File);
        var bytes = new byte[stored.File.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private StoredDatabaseFile Stored(DatabaseFileSnapshot file, Action<StoredDatabaseFile, StateHandle>? mayBeNamed, RestoredFiles? restored)
    {
        var stored = new StoredDatabaseFile(file.Name, file.File.Length, path => Bring(file, path, restored));
        // Nobody deletes a file of a snapshot that is not the job's, but nobody promises that it stays, either.
        if (isOwn && file is { IsImmutable: true, File.IsShared: true }) mayBeNamed?.Invoke(stored, file.File);
        return stored;
    }

    private void Bring(DatabaseFileSnapshot file, string path, RestoredFiles? restored)
    {
        var isLocal = file.IsImmutable && Copies?.TryBring(new JobId(metadata.Job), file.File, path) == true;
        if (!isLocal) storage.Fetch(location, file.File, path, mayLink: file.IsImmutable);
        restored?.Add(isLocal, file.File.Length);
    }

    private IDisposable? TakeOpen(DatabaseSnapshot database, RestoredFiles? restored)
    {
        var open = Copies?.TryTakeOpen(new JobId(metadata.Job), metadata.Checkpoint, database.Id);
        if (open is not null) restored?.AddOpen(database.Files.Select(f => f.File.Length));
        return open;
    }

    private SnapshotFileReader Open(StateHandle handle)
    {
        var path = location.File(handle).Path;
        return SnapshotFileReader.Open(path, () => new StoredStream(storage.OpenParts(location, handle), path));
    }

    private List<VertexSnapshot> Of(IReadOnlyCollection<string> uids) => [.. metadata.Vertices.Where(v => v.Operators.Any(o => uids.Contains(o.Uid)))];
}
