using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.State;

namespace FlowActors.Runtime.Subtasks.Checkpoints;

/// <summary>
/// The stored files of a subtask's databases that its next checkpoint may name again: those that the attempt was restored from, and those of the last
/// checkpoint of the attempt that is known to be complete. What was aborted, or never heard of as complete, is never built on: its files may be gone.
/// Used on the subtask's thread, but before it runs.
/// </summary>
internal sealed class ReusableFiles
{
    // As many as may be under way.
    private const int ToldMax = 64;

    private readonly Dictionary<StoredDatabaseFile, StateHandle> _restored = [];
    private readonly SortedDictionary<long, DatabaseSnapshot> _told = [];
    private long _completed;
    private string? _database;
    private Dictionary<string, StateHandle> _files = [];

    /// <summary>A file that the attempt was restored from.</summary>
    public void Restored(StoredDatabaseFile file, StateHandle handle) => _restored.Add(file, handle);

    /// <summary>A part was told of to the coordinator.</summary>
    public void Told(long checkpoint, DatabaseSnapshot database)
    {
        _told[checkpoint] = database;
        while (_told.Count > ToldMax) _told.Remove(_told.Keys.First());
    }

    /// <summary>A checkpoint is complete. One whose part is not known here ends what was there before: its files go with those that name them.</summary>
    public void Completed(long checkpoint)
    {
        if (checkpoint <= _completed) return;
        _completed = checkpoint;
        var part = _told.GetValueOrDefault(checkpoint);
        _database = part?.Id;
        _files = part?.Files.Where(f => f is { IsImmutable: true, File.IsShared: true }).ToDictionary(f => f.Name, f => f.File) ?? [];
        foreach (var over in _told.Keys.Where(c => c <= checkpoint).ToList()) _told.Remove(over);
    }

    /// <summary>A checkpoint is aborted, and with it all before it but those that go on.</summary>
    public void Aborted(long checkpoint, IReadOnlyList<long> underWay)
    {
        foreach (var over in _told.Keys.Where(c => c <= checkpoint && !underWay.Contains(c)).ToList()) _told.Remove(over);
    }

    /// <summary>A checkpoint is aborted, and no other.</summary>
    public void AbortedOne(long checkpoint) => _told.Remove(checkpoint);

    /// <summary>What may be named now: a function that stays as it is, for any thread.</summary>
    public Func<string, DatabaseFile, StateHandle?> Find()
    {
        var (known, files) = (_database, _files);
        return (database, file) =>
        {
            if (!file.IsImmutable) return null;
            // First what was restored: all checkpoints of the attempt name it, so it stays whichever of them are complete.
            var stored = file.Origin is { } origin ? _restored.GetValueOrDefault(origin) : null;
            stored ??= database == known ? files.GetValueOrDefault(file.Name) : null;
            return stored?.Length == file.Length ? stored : null;
        };
    }
}
