using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Tests.Checkpoints.Coordination;
using FlowActors.Runtime.Tests.Checkpoints.Storage;
using FlowActors.Tests.Files;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Retention;

/// <summary>
/// A job that takes checkpoints and savepoints at random, dies at any call of the file system, and starts again: the core that decides, the names of
/// files and the storage are the real ones, the journal is a list. What must be there is known from the journal alone.
/// </summary>
internal sealed class RetainedJob
{
    private const int Retained = 2;
    private static readonly CheckpointGraph s_graph = new([new CheckpointVertex(0, 0, 2, IsSource: false)], _ => []);
    private static readonly CheckpointSettings s_settings = new() { Retained = Retained, MaxConcurrent = 2 };

    private readonly Random _random;
    private readonly SimulatedFileSystem _files = new();
    private readonly List<ICheckpointEvent> _journal = [];
    private readonly Dictionary<long, (SnapshotLocation At, SnapshotMetadata Metadata)> _published = [];
    private readonly List<Part> _parts = [];
    private readonly List<Part> _late = [];
    private readonly Queue<ICheckpointMessage> _heard = new();
    private readonly List<long> _leased = [];
    private readonly Dictionary<string, byte[]> _foreign = [];
    private readonly (SnapshotLocation At, SnapshotMetadata Metadata) _restored;
    private readonly bool _claims;
    private FileCheckpointStorage _storage = null!;
    private CheckpointCore _core = null!;
    private int _request;
    private int _unique;
    private int _attempt;

    public RetainedJob(int seed)
    {
        _random = new Random(seed);
        _storage = NewStorage();
        var other = StorageSamples.NewStorage(_files, first: 1 << 24, job: new JobId(new string('f', 32)));
        var at = new SnapshotLocation("/restored/from");
        var file = StorageSamples.Write(other, at, StorageSamples.Owner(1), [1]);
        _restored = (at, StorageSamples.MetadataOf(1, [file]) with { Job = new string('f', 32) });
        other.Publish(at, _restored.Metadata);
        _claims = _random.Next(2) == 0;
        Foreign("/restored/from/notes.txt");
        foreach (var name in new[] { "notes", "chk-1/notes", "shared/_metadata", $"shared/{Path.GetFileName(file.Name)}", "chk-x/_metadata" }) Foreign($"{Root}/{name}");
        Recover();
    }

    public int Crashes { get; private set; }

    public int Deleted { get; private set; }

    /// <summary>Leases that have ended.</summary>
    public int Read { get; private set; }

    /// <summary>Checkpoints that named a file which was gone.</summary>
    public int Refused { get; private set; }

    private string Root => Path.GetDirectoryName(_storage.Checkpoint(1).Folder)!;

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
        if (_random.Next(6) == 0) ReadOrEnd();
        var part = _parts.Count == 0 ? null : _parts[_random.Next(_parts.Count)];
        switch (_random.Next(part is null ? 2 : 10))
        {
            case 0: Say(new RequestCheckpoint(++_request, CheckpointKind.Checkpoint, null)); break;
            case 1: Say(new RequestCheckpoint(++_request, CheckpointKind.Savepoint, _storage.CreateSavepoint($"/savepoints/{_request}").Folder)); break;
            case 2: Write(part!, StateFileScope.Exclusive); break; // Its subtask is lost before it says so.
            case 3: Say(new Declined(part!.Checkpoint, _attempt, part.Subtask, IsAsyncPhase: true, "chance")); break;
            case 4: SayLate(); break;
            default:
                _parts.Remove(part!);
                Say(part!);
                break;
        }
    }

    // Leases are known to nobody after a crash.
    private void ReadOrEnd()
    {
        if (_leased.Count > 0 && _random.Next(2) == 0)
        {
            var over = _leased[_random.Next(_leased.Count)];
            _leased.Remove(over);
            Read++;
            Perform(_core.EndLease(over, $"{over}", null, CheckpointDriver.Noon));
        }
        else if (_core.Lease(null, $"{_core.Record.Latest?.Id}", CheckpointDriver.Noon.AddMinutes(1)) is { Outcome: LeaseOutcome.Granted } lease && !_leased.Contains(lease.Checkpoint))
        {
            _leased.Add(lease.Checkpoint);
        }
    }

    // Somebody who has not heard that it is over takes part all the same, and names old files too.
    private void SayLate()
    {
        if (_late.Count == 0) return;
        var late = _late[^1];
        _late.Remove(late);
        Say(late);
    }

    private void Say(Part part)
    {
        List<StateHandle> handles = [Write(part, StateFileScope.Exclusive)];
        List<StateHandle> reused = [.. part.Base.Where(_ => _random.Next(2) == 0)];
        if (!part.Kind.IsSavepoint && _random.Next(2) == 0) handles.Add(Write(part, StateFileScope.Shared));
        FileReference[] state =
        [
            .. handles.Select(h => CheckpointFiles.Reference(part.Checkpoint, part.Target, h)),
            .. reused.Select(h => CheckpointFiles.Reference(part.Checkpoint, part.Target, h)),
        ];
        var snapshot = new SubtaskSnapshot(part.Subtask.Index, false, [], [.. handles, .. reused], []);
        Say(new Acknowledged(part.Checkpoint, part.Kind, part.Attempt, new SubtaskPart(part.Subtask, state) { Snapshot = snapshot }));
    }

    private StateHandle Write(Part part, StateFileScope scope) =>
        StorageSamples.Write(_storage, At(part.Checkpoint, part.Target), StorageSamples.Owner(part.Checkpoint, part.Attempt), [1, 2, 3], scope);

    private SnapshotLocation At(long checkpoint, string? target) => target is null ? _storage.Checkpoint(checkpoint) : new SnapshotLocation(target);

    private void Say(ICheckpointMessage message)
    {
        _heard.Enqueue(message);
        while (_heard.TryDequeue(out var next)) Perform(_core.Handle(next, CheckpointDriver.Noon));
    }

    // What the journal has, has happened: a crash at the next call finds it there.
    private void Perform(CheckpointStep step)
    {
        _journal.AddRange(step.Events);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case CheckpointEffect.EnterBarrier e: _parts.AddRange(e.Subtasks.Select(s => new Part(e.Checkpoint, e.Options.Kind, e.Target, s, _attempt, BaseOf(e.Options))).Select(Stale)); break;
                case CheckpointEffect.NotifyAborted e:
                    if (_core.Statistics.History.Any(h => h.Id == e.Checkpoint && h.Failure == AbortReason.UnknownFile)) Refused++;
                    _late.AddRange(_parts.Where(p => p.Checkpoint == e.Checkpoint));
                    _parts.RemoveAll(p => p.Checkpoint == e.Checkpoint);
                    break;
                case CheckpointEffect.WriteMetadata e: Publish(e.Content); break;
                case CheckpointEffect.Delete e: Delete([.. e.Files.Select(f => CheckpointFiles.Find(_storage, f)).OrderBy(f => !f.IsMetadata)]); break;
                case CheckpointEffect.Sweep e: Delete(CheckpointFiles.LeftBehind(_storage, e.Below, e.Kept)); break;
                case CheckpointEffect.DeleteClaimed e:
                    Delete(CheckpointFiles.OfClaimed(_storage, e.Snapshot));
                    _storage.FlushDeleted(new SnapshotLocation(e.Snapshot.Folder));
                    _heard.Enqueue(new ClaimedGone());
                    break;
            }
        }
    }

    private IReadOnlyList<StateHandle> BaseOf(BarrierOptions options) =>
        !options.Kind.IsSavepoint && _core.Record.Latest is { } latest ? [.. _published[latest.Id].Metadata.Handles().Where(h => h.IsShared)] : [];

    // The news of later ones was lost: it builds on one that was complete once, and may be gone.
    private Part Stale(Part part)
    {
        var known = _journal.OfType<CheckpointCompleted>().Select(e => e.Checkpoint).Where(c => !c.Kind.IsSavepoint).ToList();
        return part.Kind.IsSavepoint || known.Count == 0 || _random.Next(2) > 0
            ? part
            : part with { IsStale = true, Base = [.. _published[known[_random.Next(known.Count)].Id].Metadata.Handles().Where(h => h.IsShared)] };
    }

    private void Publish(CheckpointContent content)
    {
        var at = At(content.Id, content.Target);
        var kind = content.Kind.IsSavepoint ? SnapshotKind.Savepoint : SnapshotKind.Checkpoint;
        var metadata = StorageSamples.MetadataOf(content.Id, [.. content.Subtasks.SelectMany(s => s.Snapshot!.Handles()).Distinct()], kind);
        var bytes = _storage.Publish(at, metadata);
        _published[content.Id] = (at, metadata);
        _heard.Enqueue(new MetadataWritten(content.Id, CheckpointFiles.Metadata(content.Id, content.Target, bytes)));
    }

    private void Delete(IReadOnlyList<StoredFile> files)
    {
        _storage.Delete(files);
        Deleted += files.Count;
    }

    private void Recover()
    {
        _attempt++;
        _parts.Clear();
        _late.Clear();
        _heard.Clear();
        _leased.Clear();
        _storage = NewStorage();
        _core = new CheckpointCore(s_settings, s_graph);
        foreach (var decision in _journal) _core.Replay(decision);
        var claimed = _claims ? new ClaimedSnapshot(_restored.At.Folder, _restored.Metadata.Job, _restored.Metadata.Checkpoint) : null;
        Perform(_core.Start(_core.Record.Kept.ToDictionary(c => c.Id, c => FilesOf(c.Id)), CheckpointDriver.Noon, claimed));
        Say(new RegionStarted(0, _attempt, []));
    }

    private IReadOnlyList<FileReference> FilesOf(long checkpoint) =>
    [
        CheckpointFiles.Metadata(checkpoint, null, 0),
        .. _storage.ReadMetadata(_storage.Checkpoint(checkpoint)).Handles().Distinct().Select(h => CheckpointFiles.Reference(checkpoint, null, h)),
    ];

    private void AssertEverythingLive()
    {
        var all = _files.AllFiles().ToHashSet();
        Assert.All(Live(), path => Assert.Contains(path, all));
        Assert.All(_parts.Where(p => !p.Kind.IsSavepoint && !p.IsStale).SelectMany(p => p.Base.Select(At(p.Checkpoint, p.Target).File)), file => Assert.Contains(file.Path, all));
        Assert.All(_foreign, file => Assert.Equal(file.Value, _files.File(file.Key).Bytes));
    }

    // A savepoint is its owner's, also where the crash came before the journal had it.
    private void AssertNothingDead()
    {
        var expected = Live().Concat(_foreign.Keys).ToHashSet();
        Assert.Equal(expected.Where(IsOurs).Order(), _files.AllFiles().Where(IsOurs).Order());

        bool IsOurs(string path) => path.StartsWith(Root + "/", StringComparison.Ordinal) || path.StartsWith("/restored/", StringComparison.Ordinal);
    }

    private IEnumerable<string> Live()
    {
        var completed = _journal.OfType<CheckpointCompleted>().Select(e => e.Checkpoint).ToList();
        Assert.True(_core.Record.Kept.Count >= Math.Min(Retained, completed.Count(c => !c.Kind.IsSavepoint)));
        var live = completed.Where(c => c.Kind.IsSavepoint).Concat(_core.Record.Kept).Select(c => c.Id).Concat(_leased).SelectMany(c => _published[c].At.FilesOf(_published[c].Metadata));
        if (!_claims || _core.Record.Kept.Count < Retained) live = live.Concat(_restored.At.OwnFilesOf(_restored.Metadata));
        return live.Select(file => file.Path).Distinct();
    }

    private void Foreign(string path)
    {
        _foreign.Add(path, [9]);
        _files.Put(path, 9);
    }

    private FileCheckpointStorage NewStorage() => new(_files, StorageSamples.Folder, StorageSamples.Job, () => new Guid(++_unique, 0, 0, new byte[8]));

    /// <summary>A subtask's part of a checkpoint that is under way, and the files that it may name again.</summary>
    private sealed record Part(long Checkpoint, CheckpointKind Kind, string? Target, SubtaskNumber Subtask, int Attempt, IReadOnlyList<StateHandle> Base)
    {
        public bool IsStale { get; init; }
    }
}
