using System.Globalization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>
/// The whole control plane from one seed: a job manager and the coordinators of its jobs, over journals that outlive them; nodes
/// with agents and subtasks; and a network that loses, repeats and reorders. For a while all of that goes wrong, then nothing does,
/// until every job has ended and every node is quiet.
/// </summary>
internal sealed class ControlSimulation
{
    public static readonly CoordinatorSettings Settings = new(
        RetryInterval: TimeSpan.FromMilliseconds(500),
        LivenessInterval: TimeSpan.FromSeconds(5),
        Lease: TimeSpan.FromSeconds(60),
        StopTimeout: TimeSpan.FromSeconds(10),
        HistoryMax: 100,
        JournalBackoffMin: TimeSpan.FromSeconds(1),
        JournalBackoffMax: TimeSpan.FromSeconds(1));

    private const int ChaosSteps = 400;
    private const int StepsMax = 20_000;
    private static readonly TimeSpan RegisterInterval = TimeSpan.FromSeconds(2);

    private readonly Faults _faults;
    private readonly Dictionary<JobId, JobRecord> _records = [];
    private readonly Dictionary<AttemptId, JobCore> _leaders = [];
    private int _requests;
    private bool _resuming;
    private readonly List<(string? To, object Message)> _network = [];
    private readonly List<IManagerEvent> _managerJournal = [];
    private readonly Dictionary<JobId, List<ICoordinatorEvent>> _journals = [];
    private readonly Dictionary<JobId, SimulatedJob> _jobs = [];
    private readonly Dictionary<string, SimulatedNode> _nodes = [];
    private readonly Dictionary<string, DateTimeOffset> _registerAt = [];
    private JobManagerCore? _manager;
    private Dictionary<JobId, JobCore> _coordinators = [];
    private int _started;
    private readonly Queue<string> _trace = new();
    private bool _chaos = true;

    public ControlSimulation(int seed, Faults faults)
    {
        Random = new Random(seed);
        _faults = faults;
        for (var i = 0; i < Random.Next(1, 4); i++) AddNode();
        StartManager();
        for (var i = 0; i < Random.Next(1, 3); i++) Submit();
        var step = 0;
        for (; step < ChaosSteps; step++) Step();
        _chaos = false;
        for (; step < StepsMax && !IsQuiet; step++) Step();
        Steps = step;
    }

    public Random Random { get; }

    public Faults Faults => _faults;

    public bool IsChaos => _chaos;

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyCollection<SimulatedJob> Jobs => _jobs.Values;

    public IReadOnlyCollection<SimulatedNode> Nodes => _nodes.Values;

    public JobManagerCore Manager => _manager!;

    public int Steps { get; }

    /// <summary>What happened last, for the message of a failed check.</summary>
    public string Trace => string.Join("\n", _trace);

    /// <summary>What was told of rescales.</summary>
    public List<(long Request, RescaleStep Step)> RescaleNews { get; } = [];

    /// <summary>How often an attempt was taken up by a coordinator that did not start it.</summary>
    public int TakenUp { get; private set; }

    /// <summary>Every job has ended, no subtask lives, no slot is taken.</summary>
    public bool IsQuiet => _jobs.Values.All(j => RecordOf(j.Spec.Id).End is not null)
        && _nodes.Values.All(n => n.Subtasks.Count == 0) && _manager is not null && _manager.Placements.Taken == 0;

    public JobRecord RecordOf(JobId job) => _records[job];

    public SimulatedJob JobOf(JobId job) => _jobs[job];

    /// <summary>The node where a subtask lives; null when it lives nowhere.</summary>
    public SimulatedNode? NodeOf(SubtaskId subtask) => _nodes.Values.FirstOrDefault(n => n.Subtasks.ContainsKey(subtask));

    public IReadOnlyList<ICoordinatorEvent> JournalOf(JobId job) => _journals[job];

    /// <summary>A message on its way; to a node, or to the control plane when <paramref name="to"/> is null.</summary>
    public void Send(string? to, object message) => _network.Add((to, message));

    /// <summary>The end of one subtask's input may be what others wait for.</summary>
    public void PassBarriers(SubtaskId ended)
    {
        if (!_faults.Checkpoints) return;
        foreach (var node in _nodes.Values)
        {
            foreach (var subtask in node.Subtasks.Keys.Where(s => s.Job == ended.Job && s.Attempt == ended.Attempt).ToList()) node.PassBarriers(subtask);
        }
    }

    private void Submit()
    {
        var job = SimulatedJob.Make(this);
        _jobs[job.Spec.Id] = job;
        _journals[job.Spec.Id] = [];
        _records[job.Spec.Id] = JobRecord.Empty;
        Send(null, new Asked("client", new SubmitJob(job.Spec)));
    }

    private void AddNode()
    {
        var name = $"node-{++_started}";
        _nodes[name] = new SimulatedNode(this, name, $"run-{_started}");
        _registerAt[name] = Now;
        ToManager(new MemberHere(name));
    }

    private void Step()
    {
        if (_chaos && Random.Next(25) == 0 && Strike()) return;
        var working = _nodes.Values.Where(n => n.Busy.Any()).ToList();
        if (_faults.Checkpoints && working.Count > 0)
        {
            var reading = Pick(working);
            reading.Read(Pick(reading.Busy));
        }

        if (working.Count > 0 && Random.Next(_faults.Checkpoints && _chaos ? 60 : 6) == 0)
        {
            var node = working[Random.Next(working.Count)];
            node.ReachEndOfInput(Pick(node.Busy));
        }
        else if (_network.Count > 0 && Random.Next(200) != 0)
        {
            Deliver();
        }
        else
        {
            PassTime();
        }

        foreach (var job in _jobs.Values) job.Observe(_nodes.Values);
    }

    private bool Strike()
    {
        switch (Random.Next(_faults.Rescales ? 14 : _faults.Checkpoints ? 9 : 6))
        {
            case 6:
                Request(Pick(_jobs.Keys), Random.Next(4) == 0 ? CheckpointKind.StopWithSavepoint : Random.Next(4) == 0 ? CheckpointKind.DrainWithSavepoint : (CheckpointKind)Random.Next(2));
                return true;
            case 7 when _faults.ProcessLoss && Random.Next(8) == 0:
                LoseProcess();
                return true;
            case 8 when _faults.Failures && _nodes.Values.FirstOrDefault(n => n.Subtasks.Count > 0) is { } refusing:
                refusing.FailsNextPart = true;
                return true;
            case >= 9:
                Rescale(Pick(_jobs.Keys), Random.Next(1, 5));
                return true;
            case 0 when _faults.Failures && _nodes.Values.Where(n => n.Subtasks.Count > 0).ToList() is { Count: > 0 } alive:
                var failing = alive[Random.Next(alive.Count)];
                var unlucky = Pick(failing.Subtasks.Keys);
                _jobs[unlucky.Job].FailedRegions.Add(_jobs[unlucky.Job].Graph.RegionOf(unlucky.Vertex));
                failing.Fail(unlucky, "boom");
                return true;
            case 1 when _faults.Cancel && Random.Next(6) == 0:
                var job = _jobs.Values.ElementAt(Random.Next(_jobs.Count));
                job.WasCancelled = true;
                Send(null, new CancelJob(job.Spec.Id));
                return true;
            case 2 when _faults.NodeLoss && _nodes.Count > 1:
                var lost = Pick(_nodes.Keys);
                _nodes.Remove(lost);
                _network.RemoveAll(m => m.To == lost);
                ToManager(new MemberGone(lost, IsLeaving: false));
                return true;
            case 3 when _faults.NodeLoss && _nodes.Count < 5:
                AddNode();
                return true;
            case 4 when _faults.ControlLoss:
                StartManager();
                return true;
            case 5 when _faults.ControlLoss && _coordinators.Count > 0:
                StartCoordinator(Pick(_coordinators.Keys));
                return true;
            default:
                return false;
        }
    }

    private void Deliver()
    {
        var bad = _chaos && _faults.BadNetwork;
        var position = bad ? Random.Next(_network.Count) : 0;
        var (to, message) = _network[position];
        if (!(bad && Random.Next(10) == 0)) _network.RemoveAt(position);
        // What the cluster tells of its members is not lost, nor what is said within a node or within the control plane.
        var reliable = message is DataBarrier or ToCore or SubtaskProtocol.IEvent or SubtaskGone or GraphBuilt or JobBuilt or JobEnded or PlacementWritten;
        if (bad && !reliable && Random.Next(10) == 0) return;
        Note(to, message);
        if (to is null) ToControl(message);
        else _nodes.GetValueOrDefault(to)?.Receive(message);
    }

    // Nodes register for ever, which would fill what is kept.
    private void Note(string? to, object message)
    {
        if (message is Registering) return;
        if (_trace.Count == 60) _trace.Dequeue();
        _trace.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Now:mm:ss.f} to {to ?? "control"}: {message}"));
    }

    private void ToControl(object message)
    {
        switch (message)
        {
            case AttemptReport e: ToCoordinator(e.Attempt.Job, e); break;
            case SubtaskCheckpoint e: ToCoordinator(e.Attempt.Job, e); break;
            case SubtaskCheckpointFailed e: ToCoordinator(e.Attempt.Job, e); break;
            case ToCore e:
                // What an earlier one has asked for is answered to nobody.
                if (ReferenceEquals(_coordinators.GetValueOrDefault(e.Job), e.Core)) ToCoordinator(e.Job, e.Message);
                break;
            case CancelJob e: ToCoordinator(e.Job, e); break;
            case Registering e: ToManager(e with { IsMember = _nodes.ContainsKey(e.Message.Node.Node) }); break;
            default: ToManager(message); break;
        }
    }

    private void ToManager(object message)
    {
        if (_manager is not null) Take(_manager.Handle(message, Now));
    }

    private void ToCoordinator(JobId job, object message)
    {
        if (_coordinators.TryGetValue(job, out var core)) Take(job, core, core.Handle(message, Now));
        else if (message is CancelJob) Send(null, message);
    }

    private void PassTime()
    {
        var due = _coordinators.Values.Select(c => c.WakeAt).Concat(_nodes.Values.Select(n => n.Core.WakeAt))
            .Concat(_registerAt.Where(r => _nodes.ContainsKey(r.Key)).Select(r => (DateTimeOffset?)r.Value)).Min();
        if (due > Now) Now = due.Value;
        foreach (var (job, core) in _coordinators.ToList())
        {
            if (core.WakeAt <= Now) Take(job, core, core.Handle(Tick.Instance, Now));
        }

        foreach (var node in _nodes.Values.ToList())
        {
            if (node.Core.WakeAt <= Now) node.Receive(Tick.Instance);
            if (_registerAt[node.Name] > Now) continue;
            _registerAt[node.Name] = Now + RegisterInterval;
            Send(null, new Registering(node.Name, new RegisterNode(node.Info, node.Core.Running), IsMember: true));
            foreach (var job in _jobs.Values.Where(j => !j.IsAccepted)) Send(null, new Asked("client", new SubmitJob(job.Spec)));
        }
    }

    // The one before is forgotten with all it knew; what it has not written down was never decided.
    private void StartManager()
    {
        _coordinators = [];
        _manager = new JobManagerCore(64, Settings, _ => false);
        foreach (var decision in _managerJournal) _manager.Replay(decision);
        Take(_manager.Start(_nodes.Keys, Now));
    }

    private void StartCoordinator(JobId job)
    {
        if (_manager!.Jobs.Find(job) is not { } entry) return;
        var core = new JobCore(_manager.Jobs.Epoch, Settings, Random.NextDouble);
        _coordinators[job] = core;
        foreach (var decision in _journals[job]) core.Replay(decision);
        if (core.Record.IsOpen) TakenUp++;
        var start = new JobStart(core.Record.Job ?? entry.Job, core.Record.Shape ?? entry.Shape, KeptOf(_jobs[job], core.Record), _resuming && core.Record.Job is not null);
        Take(job, core, core.Start(start, canRun: true, Now));
    }

    private static CheckpointStart? KeptOf(SimulatedJob job, JobRecord record) => job.Checkpoints is { } settings
        ? new CheckpointStart(settings, record.Checkpoints.Kept.ToDictionary(c => c.Id, c => new KeptSnapshot(c.Id, job.Storage.FilesOf(c), null, null)))
        : null;

    // All that runs ends at once; the journals and the checkpoints are still there.
    private void LoseProcess()
    {
        _nodes.Clear();
        _network.Clear();
        AddNode();
        _resuming = true;
        StartManager();
        _resuming = false;
    }

    private void Request(JobId job, CheckpointKind kind)
    {
        var request = ++_requests;
        var target = kind.IsSavepoint ? $"/savepoints/{request}" : null;
        if (_coordinators.TryGetValue(job, out var core)) Send(null, new ToCore(job, core, new CheckpointMessages.RequestCheckpoint(request, kind, target)));
    }

    private void Rescale(JobId job, int parallelism)
    {
        if (!_coordinators.TryGetValue(job, out var core) || core.Record.Job is not { } before) return;
        var after = before.At(parallelism);
        Send(null, new ToCore(job, core, new RescalePlanned(++_requests, before, after, _jobs[job].ShapeAt(after), RescaleCause.Requested)));
    }

    private void Take(ManagerStep step)
    {
        if (!Write(_managerJournal, step.Events))
        {
            StartManager();
            return;
        }

        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case ManagerEffect.Build e: Send(null, new JobBuilt(e.Job, _jobs[e.Job.Id].Shape)); break;
                case ManagerEffect.StartCoordinator e: StartCoordinator(e.Job.Job.Id); break;
                case ManagerEffect.Forget e: _coordinators.Remove(e.Job); break;
                case ManagerEffect.Reply { Message: JobAccepted e }: _jobs[e.Job].IsAccepted = true; break;
                case ManagerEffect.ToCoordinator e: ToCoordinator(e.Job, e.Message); break;
                case ManagerEffect.ToNode e: Send(e.Node, e.Message); break;
                case ManagerEffect.WriteHomes { Token: { } token }: Send(null, token); break;
            }
        }
    }

    private void Take(JobId job, JobCore core, CoordinatorStep step)
    {
        var written = _journals[job].Count;
        var isWritten = Write(_journals[job], step.Events);
        var watch = _jobs[job].Watch;
        foreach (var decision in _journals[job].Skip(written))
        {
            _records[job] = _records[job].Apply(decision);
            watch.Written(decision, _records[job]);
            if (decision is CoordinatorEvents.AttemptStarted e) _leaders[new AttemptId(job, e.Region, e.Attempt)] = core;
        }

        if (!isWritten)
        {
            StartCoordinator(job);
            return;
        }

        if (!ReferenceEquals(_coordinators.GetValueOrDefault(job), core)) return;
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case CoordinatorEffect.ToNode e:
                    watch.Sent(e.Command, RecordOf(job));
                    Send(e.Node, e.Command);
                    break;
                case CoordinatorEffect.SnapshotEnumerator e: SnapshotEnumerator(core, e); break;
                case CoordinatorEffect.Publish e: Publish(core, e); break;
                case CoordinatorEffect.DeleteFiles e:
                    _jobs[job].Storage.Delete(e.Files);
                    watch.CheckFiles(RecordOf(job));
                    break;
                case CoordinatorEffect.Sweep e:
                    _jobs[job].Storage.Sweep(e.Below, e.Kept);
                    watch.CheckFiles(RecordOf(job));
                    break;
                case CoordinatorEffect.TellRescale e: RescaleNews.Add((e.Request, e.News.Step)); break;
                case CoordinatorEffect.TellMove e: ToManager(new SlotsStay(job, e.Reason)); break;
                case CoordinatorEffect.Place e: Send(null, new PlaceJob(job, e.Request, e.Slots) { IsTry = e.IsTry }); break;
                case CoordinatorEffect.Claim e: ToManager(new ClaimPlacement(job, e.Placement)); break;
                case CoordinatorEffect.AnnounceEnd e: ToManager(new JobEnded(job, e.Status)); break;
            }
        }
    }

    private void SnapshotEnumerator(JobCore core, CoordinatorEffect.SnapshotEnumerator asked)
    {
        var id = asked.Attempt.Job;
        var job = _jobs[id];
        var parallelism = RecordOf(id).Shape!.Checkpoints!.Vertices[asked.Vertex].Parallelism;
        var readers = Enumerable.Range(0, parallelism).Select(i => new SubtaskId(id, asked.Attempt.Number, asked.Vertex, i));
        job.Watch.Asked(asked, ReferenceEquals(_leaders[asked.Attempt], core) || readers.All(r => !_nodes.Values.Any(n => n.Busy.Contains(r))));
        object answer = _chaos && _faults.Failures && Random.Next(40) == 0
            ? new EnumeratorNotWritten(asked.Attempt, asked.Vertex, asked.Checkpoint, "no room")
            : new EnumeratorWritten(
                asked.Attempt, asked.Vertex, asked.Checkpoint, asked.Kind, asked.Target, job.Storage.Write(asked.Checkpoint, asked.Target, $"e{asked.Vertex}"), new long[parallelism]);
        Send(null, new ToCore(id, core, answer));
    }

    private void Publish(JobCore core, CoordinatorEffect.Publish asked)
    {
        var fails = _chaos && _faults.Failures && Random.Next(20) == 0;
        var id = _jobs.Keys.First(j => j.Value == asked.Metadata.Job);
        if (!fails) _jobs[id].Storage.Publish(asked.Metadata, asked.Target);
        Send(null, new ToCore(id, core, new SnapshotPublished(asked.Metadata.Checkpoint, asked.Target, 1, fails ? "no room" : null)));
    }

    // A journal that fails may have written the first ones; it takes its actor with it, and what was to be done after is never done.
    private bool Write<T>(List<T> journal, IReadOnlyList<T> events)
    {
        var fails = events.Count > 0 && _chaos && _faults.JournalLoss && Random.Next(15) == 0;
        journal.AddRange(fails ? events.Take(Random.Next(events.Count)) : events);
        return !fails;
    }

    private T Pick<T>(IEnumerable<T> from) => from.ElementAt(Random.Next(from.Count()));
}

/// <summary>What may go wrong in a simulation.</summary>
internal sealed record Faults(bool BadNetwork = false, bool Failures = false, bool Cancel = false, bool NodeLoss = false, bool ControlLoss = false, bool JournalLoss = false)
{
    /// <summary>Jobs take checkpoints.</summary>
    public bool Checkpoints { get; init; }

    /// <summary>Jobs get another parallelism now and then; only with checkpoints.</summary>
    public bool Rescales { get; init; }

    /// <summary>Now and then the whole process is gone, and another goes on with its jobs.</summary>
    public bool ProcessLoss { get; init; }
}

/// <summary>Within the control plane: an answer to one coordinator, which is lost with it.</summary>
internal sealed record ToCore(JobId Job, JobCore Core, object Message);

/// <summary>A barrier among the records from one subtask to another.</summary>
internal sealed record DataBarrier(SubtaskId From, SubtaskId To, CheckpointBarrier Barrier, long Before);
