using FlowActors.Runtime.Checkpoints.Coordination;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointEvents;
using static FlowActors.Runtime.Checkpoints.Coordination.CheckpointMessages;

namespace FlowActors.Runtime.Tests.Checkpoints.Coordination;

/// <summary>
/// A job of two regions from one seed: barriers pass from subtask to subtask, what they say is lost, doubled and reordered, regions
/// fail, input ends, writes fail, and the coordinator dies, with or without its last decisions being written. After a while none of that
/// happens any more, and the job comes to its end. What must always hold is checked at every step.
/// </summary>
internal sealed class CheckpointSimulation
{
    private const int ChaosSteps = 300;
    private const int StepsMax = 4_000;

    private static readonly CheckpointGraph Graph = new(
        [
            new CheckpointVertex(0, 0, 2, IsSource: true), new CheckpointVertex(1, 0, 2, IsSource: false), new CheckpointVertex(2, 0, 2, IsSource: false),
            new CheckpointVertex(3, 1, 1, IsSource: true), new CheckpointVertex(4, 1, 1, IsSource: false),
        ],
        s => s.Vertex switch
        {
            1 => [new SubtaskNumber(0, s.Index)],
            2 => [new SubtaskNumber(1, 0), new SubtaskNumber(1, 1)],
            4 => [new SubtaskNumber(3, 0)],
            _ => [],
        });

    private readonly Random _random;
    private readonly CheckpointSettings _settings;
    private readonly List<ICheckpointEvent> _journal = [];
    private readonly List<ICheckpointMessage> _network = [];
    private readonly int[] _attempts = [0, 0];
    private readonly bool[] _isUp = [false, false];
    private readonly SimulatedSubtask[] _subtasks = [.. Graph.Subtasks.Select(_ => new SimulatedSubtask())];
    private readonly Dictionary<long, List<FileReference>> _metadata = [];
    private readonly HashSet<string> _deleted = [];
    private readonly HashSet<string> _deletedByThis = [];
    private readonly HashSet<string> _theirs = [];
    private readonly Dictionary<long, CheckpointContent> _contents = [];
    private readonly Dictionary<long, DateTimeOffset> _triggered = [];
    private readonly HashSet<long> _ids = [];
    private readonly HashSet<long> _mine = [];
    private readonly HashSet<string> _heard = [];
    private readonly HashSet<long> _asked = [];
    private long _requests;
    private CheckpointCore _core;
    private long _ended;
    private bool _chaos = true;
    private DateTimeOffset _now = CheckpointDriver.Noon;

    public CheckpointSimulation(int seed)
    {
        _random = new Random(seed);
        _settings = new CheckpointSettings
        {
            Interval = TimeSpan.FromSeconds(_random.Next(1, 10)),
            Timeout = TimeSpan.FromSeconds(20),
            MaxConcurrent = _random.Next(1, 4),
            Retained = _random.Next(1, 4),
            TolerableFailures = _random.Next(0, 3),
        };
        _core = new CheckpointCore(_settings, Graph);
        Anew();
        var step = 0;
        for (; step < ChaosSteps && _ended == 0; step++) Step();
        _chaos = false;
        for (; step < StepsMax && _ended == 0; step++) Step();
        Assert.True(_ended > 0, $"The job does not end: {_core.UnderWay} checkpoints are under way, and {_network.Count} messages.");
        Finish();
    }

    public int Completed => _contents.Count;

    public int Restarts { get; private set; }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private void Step()
    {
        if (_chaos && Chance(0.02)) Crash(isWritten: Chance(0.5), null);
        for (var r = 0; r < 2; r++)
        {
            if (!_isUp[r] && Chance(0.3)) StartRegion(r);
            else if (_chaos && Chance(0.01)) StopRegion(r);
        }

        if (_chaos && Chance(0.05))
        {
            _asked.Add(++_requests);
            Say(new RequestCheckpoint(_requests, (CheckpointKind)_random.Next(0, Chance(0.2) ? 5 : 2), "/s"));
        }

        if (Chance(_chaos ? 0.01 : 0.3)) EndInput(_random.Next(Graph.Subtasks.Count));
        for (var i = 0; i < 4; i++) Pass(_random.Next(Graph.Subtasks.Count));
        for (var i = 0; i < 3 && _network.Count > 0; i++) Deliver();
        _now += TimeSpan.FromMilliseconds(_random.Next(0, 500));
        if (_core.WakeAt <= _now) Perform(_core.Handle(new TimePassed(), _now));
        if (_core.WakeAt <= _now) throw new InvalidOperationException("The core asks for a time that has passed, and does nothing with it.");
        CheckUnderWay();
    }

    private void CheckUnderWay()
    {
        Assert.InRange(_core.UnderWay, 0, _settings.MaxConcurrent);
        Assert.InRange(_core.Record.Kept.Count, 0, _settings.Retained);
        Assert.All(_triggered.Values, at => Assert.True(_now < at + _settings.Timeout, "A checkpoint is under way beyond its timeout."));
    }

    private void Anew()
    {
        var core = new CheckpointCore(_settings, Graph);
        foreach (var decision in _journal) core.Replay(decision);
        _core = core;
        _triggered.Clear();
        _asked.Clear();
        _heard.Clear();
        _mine.Clear();
        _deletedByThis.Clear();
        Perform(core.Start(core.Record.Kept.ToDictionary(c => c.Id, c => (IReadOnlyList<FileReference>)_metadata[c.Id]), _now));
        for (var r = 0; r < 2; r++)
        {
            if (!_isUp[r]) continue;
            Say(new RegionStarted(r, _attempts[r], []));
            for (var i = 0; i < _subtasks.Length; i++)
            {
                if (Graph.Regions[i] == r && _subtasks[i].HasEnded) Say(new SubtaskEnded(Graph.Subtasks[i], _attempts[r]));
            }
        }
    }

    // The last decisions may have been written or not: nobody was told either way.
    private void Crash(bool isWritten, CheckpointStep? step)
    {
        Restarts++;
        if (isWritten && step is not null) Write(step.Events);
        _network.RemoveAll(m => m is not (Acknowledged or Declined));
        Anew();
    }

    private void StartRegion(int region)
    {
        _isUp[region] = true;
        _attempts[region]++;
        for (var i = 0; i < _subtasks.Length; i++)
        {
            if (Graph.Regions[i] == region) _subtasks[i] = new SimulatedSubtask();
        }

        Say(new RegionStarted(region, _attempts[region], []));
    }

    private void StopRegion(int region)
    {
        if (!_isUp[region]) return;
        _isUp[region] = false;
        Say(new RegionStopped(region, _attempts[region]));
    }

    private void EndInput(int index)
    {
        if (!_isUp[Graph.Regions[index]] || _subtasks[index].HasEnded || Graph.Upstream[index].Any(u => !_subtasks[u].HasEnded)) return;
        _subtasks[index].HasEnded = true;
        _network.Add(new SubtaskEnded(Graph.Subtasks[index], _attempts[Graph.Regions[index]]));
    }

    // A subtask takes its part when it was asked, or when all that send to it have handed the barrier on or have ended before it.
    private void Pass(int index)
    {
        var subtask = _subtasks[index];
        if (!_isUp[Graph.Regions[index]]) return;
        foreach (var (id, kind) in subtask.Known.Except(subtask.Taken).Order().ToList())
        {
            var isReady = Graph.Upstream[index].All(u => _subtasks[u].Forwarded.Contains(id) || _subtasks[u].HasEnded);
            if (!isReady) continue;
            subtask.Taken.Add((id, kind));
            if (!subtask.HasEnded)
            {
                subtask.Forwarded.Add(id);
                foreach (var receiver in Graph.Downstream[index]) _subtasks[receiver].Known.Add((id, kind));
            }

            Acknowledge(index, id, kind);
            return;
        }
    }

    private void Acknowledge(int index, long id, CheckpointKind kind)
    {
        var attempt = _attempts[Graph.Regions[index]];
        var name = Graph.Subtasks[index];
        if (_chaos && Chance(0.01))
        {
            _network.Add(new Declined(id, attempt, name, Chance(0.5), "chance"));
            return;
        }

        var state = new List<FileReference> { new($"{id}-{name.Vertex}-{name.Index}-{attempt}", 1) };
        if (!kind.IsSavepoint && _core.Record.Latest is { } latest && latest.Id < id && Chance(0.5))
        {
            var old = _metadata[latest.Id].Find(h => h.File.Contains($"-{name.Vertex}-{name.Index}-", StringComparison.Ordinal));
            if (old.File is not null) state.Add(old with { IsReused = true });
        }

        _network.Add(new Acknowledged(id, kind, attempt, new SubtaskPart(name, state)));

        // The attempt before it may live on, and hear of barriers: its part does not count.
        if (_chaos && attempt > 1 && Chance(0.05))
            _network.Add(new Acknowledged(id, kind, attempt - 1, new SubtaskPart(name, [new FileReference($"{id}-{name.Vertex}-{name.Index}-{attempt - 1}", 1)])));
    }

    private void Deliver()
    {
        var at = _random.Next(_network.Count);
        var message = _network[at];
        if (_chaos && Chance(0.02) && message is Acknowledged)
        {
            // Lost; where it lies is the storage's to sweep.
            _network.RemoveAt(at);
            return;
        }

        if (!_chaos || Chance(0.9)) _network.RemoveAt(at);
        Say(message);
    }

    private void Say(ICheckpointMessage message)
    {
        if (message is Acknowledged e && (_mine.Contains(e.Checkpoint) || !e.Kind.IsSavepoint)) _heard.UnionWith(e.Snapshot.State.Select(s => s.File));
        if (message is EnumeratorTaken t && _mine.Contains(t.Checkpoint)) _heard.UnionWith(t.Snapshot.State.Select(s => s.File));
        if (message is MetadataWritten m) _heard.Add(m.Metadata.File);
        var step = _core.Handle(message, _now);
        if (_chaos && step.Events.Count > 0 && Chance(0.05)) Crash(Chance(0.5), step);
        else Perform(step);
    }

    private void Write(IReadOnlyList<ICheckpointEvent> events)
    {
        foreach (var decision in events)
        {
            if (decision is CheckpointCompleted { Checkpoint: var completed }) CheckCompleted(completed);
            _journal.Add(decision);
        }

        // As the job's coordinator cuts it.
        if (_journal.Count < 16) return;
        var record = _journal.Aggregate(CheckpointRecord.Empty, (before, decision) => before.Apply(decision));
        _journal.Clear();
        _journal.Add(new CheckpointsKept(record));
    }

    private void CheckCompleted(CompletedCheckpoint completed)
    {
        var content = _contents[completed.Id];
        Assert.Equal(Graph.Subtasks, content.Subtasks.Select(s => s.Subtask));
        Assert.All(content.Subtasks, s => Assert.All(s.State.Where(h => !h.IsReused), h =>
            Assert.Equal($"{completed.Id}-{s.Subtask.Vertex}-{s.Subtask.Index}-{completed.Attempts[Graph.Regions[Graph.IndexOf(s.Subtask)]]}", h.File)));
        if (completed.Kind.ServesRecovery)
        {
            var before = _journal.OfType<CheckpointCompleted>().Where(c => c.Checkpoint.Kind.ServesRecovery).Select(c => c.Checkpoint.Id);
            Assert.All(before, id => Assert.True(id < completed.Id, $"{completed.Id} completed after {id}."));
        }

        if (completed.Kind.IsSavepoint) _theirs.UnionWith(_metadata[completed.Id].Select(h => h.File));
    }

    private void Perform(CheckpointStep step)
    {
        Write(step.Events);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case CheckpointEffect.SnapshotEnumerators e:
                    Assert.True(_ids.Add(e.Checkpoint), $"Number {e.Checkpoint} is used twice.");
                    _mine.Add(e.Checkpoint);
                    _triggered.Add(e.Checkpoint, _now);
                    foreach (var vertex in e.Vertices)
                    {
                        var attempt = _attempts[Graph.Regions[Graph.IndexOf(new SubtaskNumber(vertex, 0))]];
                        _network.Add(new EnumeratorTaken(e.Checkpoint, e.Kind, attempt, new EnumeratorPart(vertex, [new FileReference($"{e.Checkpoint}-e{vertex}-{attempt}", 1)])));
                    }

                    break;
                case CheckpointEffect.EnterBarrier e:
                    foreach (var subtask in e.Subtasks) _subtasks[Graph.IndexOf(subtask)].Known.Add((e.Checkpoint, e.Options.Kind));
                    break;
                case CheckpointEffect.WriteMetadata { Content: var content }:
                    _contents[content.Id] = content;
                    if (_chaos && Chance(0.05))
                    {
                        _network.Add(new MetadataFailed(content.Id, "disk full"));
                        break;
                    }

                    var metadata = new FileReference($"{content.Id}-meta", 1);
                    _metadata[content.Id] = [.. content.Enumerators.SelectMany(s => s.State), .. content.Subtasks.SelectMany(s => s.State), metadata];
                    _network.Add(new MetadataWritten(content.Id, metadata));
                    break;
                case CheckpointEffect.NotifyComplete e:
                    Assert.Contains(_core.Record.Kept, c => c.Id == e.Checkpoint);
                    Assert.Contains(_journal, d => d is CheckpointCompleted c ? c.Checkpoint.Id == e.Checkpoint : d is CheckpointsKept k && k.Record.Kept.Exists(c => c.Id == e.Checkpoint));
                    _triggered.Remove(e.Checkpoint);
                    break;
                case CheckpointEffect.NotifyAborted e:
                    Assert.DoesNotContain(_core.Record.Kept, c => c.Id == e.Checkpoint);
                    _triggered.Remove(e.Checkpoint);
                    break;
                case CheckpointEffect.Answer e:
                    Assert.True(_asked.Remove(e.Request), $"Request {e.Request} is answered twice.");
                    if (e.Outcome is CheckpointOutcome.Completed { Checkpoint.Id: var answered }) _triggered.Remove(answered);
                    break;
                case CheckpointEffect.Delete e: Delete(e.Files); break;
                case CheckpointEffect.Sweep e: Sweep(e); break;
                case CheckpointEffect.FailJob:
                    StopLater();
                    break;
                case CheckpointEffect.EndJob e:
                    _ended = e.Checkpoint;
                    break;
                case CheckpointEffect.Suspended: _network.Add(new Resumed()); break;
            }
        }

        foreach (var kept in _core.Record.Kept)
            Assert.All(_metadata[kept.Id], h => Assert.False(_deleted.Contains(h.File), $"{h.File} of checkpoint {kept.Id} is deleted."));
    }

    private void StopLater()
    {
        for (var r = 0; r < 2; r++)
        {
            if (!_isUp[r]) continue;
            _isUp[r] = false;
            _network.Add(new RegionStopped(r, _attempts[r]));
        }
    }

    private void Delete(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            Assert.False(_theirs.Contains(file), $"{file} of a savepoint is deleted.");
            Assert.True(_deletedByThis.Add(file), $"{file} is deleted twice.");
            _deleted.Add(file);
            Assert.Contains(file, _heard.Concat(_core.Record.Kept.SelectMany(c => _metadata[c.Id]).Select(h => h.File)).Concat(_metadata.Values.SelectMany(m => m.Select(h => h.File))));
        }
    }

    // What an earlier core had heard of, and nobody names any more.
    private void Sweep(CheckpointEffect.Sweep sweep)
    {
        var kept = _core.Record.Kept.SelectMany(c => _metadata[c.Id]).Select(h => h.File);
        Assert.Equal(kept.ToHashSet().Order(StringComparer.Ordinal), sweep.Kept.Order(StringComparer.Ordinal));
    }

    // Of what the last core has heard each file is kept, or somebody's, or deleted.
    private void Finish()
    {
        Assert.Equal(_core.Record.End!.Id, _ended);
        Perform(_core.Handle(new JobEnded(KeepsCheckpoints: Chance(0.5)), _now));
        Assert.Empty(_asked);
        var kept = _core.Record.Kept.SelectMany(c => _metadata[c.Id]).Select(h => h.File).Except(_theirs).ToHashSet();
        Assert.Equal(0, _core.UnderWay);
        Assert.All(_heard, file => Assert.True(
            (kept.Contains(file) ? 1 : 0) + (_theirs.Contains(file) ? 1 : 0) + (_deleted.Contains(file) ? 1 : 0) == 1,
            $"{file} is kept: {kept.Contains(file)}, of a savepoint: {_theirs.Contains(file)}, deleted: {_deleted.Contains(file)}."));
        foreach (var message in _network.Append(new RegionStarted(0, 1_000, [])).Append(new TimePassed()))
            Assert.Equal((0, 0), (_core.Handle(message, _now).Events.Count, _core.Handle(message, _now).Effects.Count));
    }

    private sealed class SimulatedSubtask
    {
        public HashSet<(long Id, CheckpointKind Kind)> Known { get; } = [];

        public HashSet<(long Id, CheckpointKind Kind)> Taken { get; } = [];

        public HashSet<long> Forwarded { get; } = [];

        public bool HasEnded { get; set; }
    }
}
