using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;
using FlowActors.State.Snapshots.Stored;
using StoredFile = FlowActors.State.Snapshots.Stored.StoredFile;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>A checkpoint of which states are read, without their types and without the job. Thread-safe; calls block.</summary>
internal sealed class StoredCheckpoint : IDisposable
{
    private const int PartsOpenMax = 16;

    private readonly ISnapshotReader _storage;
    private readonly SnapshotLocation _location;
    private readonly SnapshotMetadata _metadata;
    private readonly Func<string, StoredDatabase, IStoredStates> _openDatabase;
    private readonly Lazy<IReadOnlyList<ReadableState>> _states;
    private readonly CancellationToken _closing;

    /// <param name="storage">Reads the files.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="openDatabase">Opens a database of the backend of that name.</param>
    /// <param name="isAllReadable">Whether all keyed state may be read, whatever the checkpoint says.</param>
    /// <param name="closing">Cancelled when the node ends: what takes long is given up.</param>
    /// <exception cref="SnapshotReadException">Its metadata cannot be read.</exception>
    public StoredCheckpoint(
        ISnapshotReader storage,
        SnapshotLocation location,
        Func<string, StoredDatabase, IStoredStates> openDatabase,
        bool isAllReadable,
        CancellationToken closing = default)
    {
        (_storage, _location, _openDatabase, _closing) = (storage, location, openDatabase, closing);
        _metadata = storage.ReadMetadata(location);
        _states = new Lazy<IReadOnlyList<ReadableState>>(
            () => [.. _metadata.Vertices.SelectMany(v => FindStates(v, isAllReadable))], LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Its number.</summary>
    public long Checkpoint => _metadata.Checkpoint;

    /// <summary>Whether records were under way when it was taken that its states do not have.</summary>
    public bool IsUnaligned => _metadata.Unaligned;

    /// <summary>The states that may be read, in the order of uid and name.</summary>
    /// <exception cref="SnapshotReadException">A file cannot be read.</exception>
    /// <exception cref="UnreadableSnapshotException">A file is damaged.</exception>
    public IReadOnlyList<ReadableState> States => _states.Value;

    /// <summary>What is open of it.</summary>
    public StoredParts Parts { get; } = new(PartsOpenMax);

    public void Dispose() => Parts.Dispose();

    private List<ReadableState> FindStates(VertexSnapshot vertex, bool isAllReadable)
    {
        var marks = vertex.Subtasks.SelectMany(s => s.Queryable ?? []).ToLookup(q => (q.Uid, q.Name));
        if (marks.Count == 0 && !isAllReadable) return [];
        var parts = vertex.Subtasks.SelectMany(s => s.Keyed.Select(k => (Part: PartOf(s, k), s.Queryable))).ToList();
        var found = new SortedDictionary<(string Uid, string Name), StateHeader>(Comparer<(string Uid, string Name)>.Create(InOrder));
        foreach (var (part, queryable) in parts)
        {
            if (!isAllReadable && found.Count == marks.Count) break;
            // As it was asked for, where another subtask has it as it was restored.
            var here = (queryable ?? []).Select(q => (q.Uid, q.Name)).ToHashSet();
            foreach (var header in Parts.Read(part, HeadersOf).Where(IsReadable))
            {
                if (isAllReadable || here.Contains((header.OperatorUid, header.Name))) found.TryAdd((header.OperatorUid, header.Name), header);
            }
        }

        return
        [
            .. found.Select(f => new ReadableState(
                f.Value, marks[f.Key].Sum(m => m.Keys), marks[f.Key].FirstOrDefault()?.TimeToLive, vertex.MaxParallelism, [.. parts.Select(p => p.Part)])),
        ];
    }

    private static int InOrder((string Uid, string Name) x, (string Uid, string Name) y)
    {
        var order = string.CompareOrdinal(x.Uid, y.Uid);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }

    private static bool IsReadable(StateHeader header) =>
        header is { Key: not null, Namespace: null, Kind: StateKind.Value or StateKind.List or StateKind.Map or StateKind.Reducing or StateKind.Aggregating };

    // What lies in a database has its header in the file beside it, too.
    private static List<StateHeader> HeadersOf(IReadOnlyList<IStoredStates> opened) => [.. opened.OfType<StoredFile>().SelectMany(o => o.States).Select(s => s.Header)];

    private StoredPart PartOf(SubtaskSnapshot subtask, KeyedStateSnapshot keyed) => new(keyed.Range(), () => Open(subtask, keyed));

    private List<IStoredStates> Open(SubtaskSnapshot subtask, KeyedStateSnapshot keyed)
    {
        var opened = new List<IStoredStates>();
        try
        {
            foreach (var handle in keyed.Files)
            {
                var path = _location.File(handle).Path;
                opened.Add(new StoredFile(SnapshotFileReader.Open(path, () => new StoredStream(_storage.OpenParts(_location, handle), path))));
            }

            if (keyed.Database is { } database)
                opened.Add(new DeferredStates(() => _openDatabase(keyed.Backend!, new StoredDatabase(keyed.Range(), [.. database.Files.Select(Stored)]))));
            return opened;
        }
        catch
        {
            foreach (var states in opened) states.Dispose();
            throw;
        }
    }

    private StoredDatabaseFile Stored(DatabaseFileSnapshot file) => new(file.Name, file.File.Length, path =>
    {
        _closing.ThrowIfCancellationRequested();
        _storage.Fetch(_location, file.File, path, mayLink: file.IsImmutable);
    });
}
