using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Tests.Files;
using FlowActors.Runtime.Tests.Checkpoints.Storage;

namespace FlowActors.Runtime.Tests.Checkpoints.Retention;

/// <summary>
/// A job that takes checkpoints and savepoints at random, dies at any call, and starts again: storage and registry are the real ones, the
/// journal is a list. What must be there is known from the journal alone.
/// </summary>
internal sealed class RetainedJob
{
    private const int Retained = 2;
    private readonly Random _random;
    private readonly SimulatedFileSystem _files = new();
    private readonly List<(long Checkpoint, SnapshotLocation At, SnapshotMetadata Metadata)> _journal = [];
    private readonly List<(SnapshotLocation At, SnapshotMetadata Metadata)> _savepoints = [];
    private readonly List<SnapshotLocation> _begunSavepoints = [];
    private readonly Dictionary<long, Pending> _pending = [];
    private readonly List<StoredFile> _late = [];
    private readonly Dictionary<string, byte[]> _foreign = [];
    private readonly (SnapshotLocation At, SnapshotMetadata Metadata) _restored;
    private readonly bool _claimed;
    private FileCheckpointStorage _storage;
    private SnapshotRegistry _registry = new();
    private long _next = 1;
    private int _unique;
    private int _attempt = 1;

    public RetainedJob(int seed)
    {
        _random = new Random(seed);
        _storage = NewStorage();
        var other = StorageSamples.NewStorage(_files, first: 1 << 24, job: new JobId(new string('f', 32)));
        var at = new SnapshotLocation("/restored/from");
        var file = StorageSamples.Write(other, at, StorageSamples.Owner(1), [1]);
        _restored = (at, StorageSamples.MetadataOf(1, [file]) with { Job = new string('f', 32) });
        other.Publish(at, _restored.Metadata);
        _claimed = _random.Next(2) == 0;
        Foreign("/restored/from/notes.txt");
        var root = Path.GetDirectoryName(_storage.Checkpoint(1).Folder)!;
        foreach (var name in new[] { "notes", "chk-1/notes", "shared/_metadata", $"shared/{Path.GetFileName(file.Name)}", "chk-x/_metadata" }) Foreign($"{root}/{name}");
        Recover();
    }

    public int Crashes { get; private set; }

    public int Deleted { get; private set; }

    /// <summary>Does something, which a crash may interrupt at any call.</summary>
    public void Step()
    {
        var left = _random.Next(30);
        if (_random.Next(4) == 0) _files.FailWhen((_, _) => left-- == 0, new SimulatedCrashException());
        try
        {
            Act();
            if (_random.Next(30) == 0) throw new SimulatedCrashException();
            _files.Before = (_, _) => { };
        }
        catch (SimulatedCrashException)
        {
            Crashes++;
            _files.Crash(_random);
            Recover();
            AssertNothingDead();
        }

        AssertEverythingLive();
    }

    private void Act()
    {
        var pending = _pending.Count == 0 ? 0 : _pending.Keys.ElementAt(_random.Next(_pending.Count));
        switch (_random.Next(_pending.Count == 0 ? 2 : 9))
        {
            case 0:
                Trigger(_storage.Checkpoint(_next), SnapshotKind.Checkpoint);
                break;
            case 1:
                _begunSavepoints.Add(new($"/savepoints/{_next}"));
                Trigger(_storage.CreateSavepoint($"/savepoints/{_next}"), SnapshotKind.Savepoint);
                break;
            case 2:
                // A subtask that is lost before it acknowledges.
                Write(_pending[pending], StateFileScope.Exclusive);
                break;
            case 3:
                Abort(pending);
                break;
            case 4:
                Delete(_registry.Discard(_late));
                _late.Clear();
                break;
            case 5 or 6:
                Complete(pending);
                break;
            default:
                Acknowledge(pending);
                break;
        }
    }

    private void Trigger(SnapshotLocation at, SnapshotKind kind)
    {
        _registry.Begin(_next);
        var shared = _journal.TakeLast(kind == SnapshotKind.Checkpoint ? 1 : 0).SelectMany(completed => completed.Metadata.Handles().Where(handle => handle.IsShared));
        _pending.Add(_next++, new Pending(at, kind, [.. shared], []));
    }

    private void Acknowledge(long checkpoint)
    {
        var pending = _pending[checkpoint];
        List<StateHandle> handles = [Write(pending, StateFileScope.Exclusive)];
        if (pending.Kind == SnapshotKind.Checkpoint)
        {
            handles.AddRange(pending.Base.Where(_ => _random.Next(2) == 0));
            if (_random.Next(2) == 0) handles.Add(Write(pending, StateFileScope.Shared));
        }

        pending.Acknowledged.AddRange(handles);
        _registry.Acknowledge(checkpoint, [.. handles.Select(pending.At.File)]);
    }

    private StateHandle Write(Pending pending, StateFileScope scope) =>
        StorageSamples.Write(_storage, pending.At, StorageSamples.Owner(1, _attempt), [1, 2, 3], scope);

    private void Complete(long checkpoint)
    {
        var pending = _pending[checkpoint];
        var metadata = StorageSamples.MetadataOf(checkpoint, pending.Acknowledged, pending.Kind);
        _storage.Publish(pending.At, metadata);
        // What the journal has, has happened: a crash at the next call finds it there.
        _pending.Remove(checkpoint);
        if (pending.Kind == SnapshotKind.Savepoint)
        {
            _savepoints.Add((pending.At, metadata));
            Delete(_registry.CompleteSavepoint(checkpoint, pending.At.FilesOf(metadata)));
            return;
        }

        // Those that began before it are aborted by it, as their coordinator does.
        _journal.Add((checkpoint, pending.At, metadata));
        var dead = _registry.Complete(checkpoint, pending.At.FilesOf(metadata));
        Delete([.. dead, .. _registry.Retain(Retained)]);
        foreach (var earlier in _pending.Keys.Where(id => id < checkpoint).ToArray()) Abort(earlier);
    }

    private void Abort(long checkpoint)
    {
        var pending = _pending[checkpoint];
        _pending.Remove(checkpoint);
        Delete(_registry.Abort(checkpoint));
        // Somebody who has not heard of it acknowledges all the same, naming old files too.
        _late.Add(pending.At.File(Write(pending, StateFileScope.Exclusive)));
        _late.AddRange(pending.Base.Select(pending.At.File));
    }

    private void Delete(IReadOnlyList<StoredFile> files)
    {
        _storage.Delete(files);
        Deleted += files.Count;
    }

    private void Recover()
    {
        _attempt++;
        _pending.Clear();
        _late.Clear();
        _storage = NewStorage();
        _registry = new SnapshotRegistry();
        var own = _restored.At.OwnFilesOf(_restored.Metadata);
        var claimedIsNeeded = _journal.Count < Retained;
        if (!_claimed) _registry.RestoreUnclaimed(own);
        else if (claimedIsNeeded) _registry.Restore(0, own);
        foreach (var (checkpoint, at, metadata) in _journal.TakeLast(claimedIsNeeded && _claimed ? Retained - 1 : Retained)) _registry.Restore(checkpoint, at.FilesOf(metadata));
        foreach (var (at, metadata) in _savepoints) _registry.RestoreUnclaimed(at.FilesOf(metadata));
        Delete(_registry.Sweep(_storage.ListCheckpoints(), live: _ => false));
        foreach (var begun in _begunSavepoints) Delete(_registry.Sweep(_storage.ListIncomplete(begun, StorageSamples.Job), live: _ => false));
        if (!_claimed || claimedIsNeeded) return;
        if (_files.FilesIn(_restored.At.Folder).Contains(SnapshotNames.Metadata)) Delete(own);
        Delete(_registry.Sweep(_storage.ListIncomplete(_restored.At, new JobId(_restored.Metadata.Job)), live: _ => false));
    }

    private void AssertEverythingLive()
    {
        var all = _files.AllFiles().ToHashSet();
        Assert.All(Live(), path => Assert.Contains(path, all));
        Assert.All(_pending.Values.SelectMany(pending => pending.Base.Concat(pending.Acknowledged).Select(pending.At.File)), file => Assert.Contains(file.Path, all));
        Assert.All(_foreign, file => Assert.Equal(file.Value, _files.File(file.Key).Bytes));
    }

    // Metadata of a savepoint makes it its owner's, be it that the crash came before the journal had it.
    private void AssertNothingDead()
    {
        var expected = Live().Concat(_foreign.Keys).ToHashSet();
        var published = _begunSavepoints.Where(at => _files.FilesIn(at.Folder).Contains(SnapshotNames.Metadata)).Select(at => at.Folder).ToHashSet();
        Assert.Equal(expected.Order(), _files.AllFiles().Where(path => expected.Contains(path) || !published.Contains(Path.GetDirectoryName(path)!)).Order());
    }

    private IEnumerable<string> Live()
    {
        var live = _journal.Where(completed => _registry.Completed.Contains(completed.Checkpoint)).SelectMany(completed => completed.At.FilesOf(completed.Metadata))
            .Concat(_savepoints.SelectMany(savepoint => savepoint.At.FilesOf(savepoint.Metadata)));
        if (!_claimed || _registry.Completed.Contains(0)) live = live.Concat(_restored.At.OwnFilesOf(_restored.Metadata));
        Assert.True(_registry.Completed.Count >= Math.Min(Retained, _journal.Count));
        return live.Select(file => file.Path).Distinct();
    }

    private void Foreign(string path)
    {
        _foreign.Add(path, [9]);
        _files.Put(path, 9);
    }

    private FileCheckpointStorage NewStorage() => new(_files, StorageSamples.Folder, StorageSamples.Job, () => new Guid(++_unique, 0, 0, new byte[8]));

    private sealed record Pending(SnapshotLocation At, SnapshotKind Kind, IReadOnlyList<StateHandle> Base, List<StateHandle> Acknowledged);
}
