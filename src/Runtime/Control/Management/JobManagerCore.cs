using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Management.JobManagerEvents;
using static FlowActors.Runtime.Control.Management.JobManagerProtocol;

namespace FlowActors.Runtime.Control.Management;

/// <summary>
/// Knows the nodes and the jobs, and which slots of which job live where. Knows no actors: a message and the time give decisions
/// to write down and effects to perform after that. Nothing is placed before the coordinators of all jobs that had not ended have
/// said which slots are theirs. Not thread-safe.
/// </summary>
/// <param name="shards">How many shard ids there are.</param>
/// <param name="settings">Times and bounds.</param>
/// <param name="isHeld">True for a job that may not be forgotten, for somebody may still ask.</param>
/// <param name="storage">The data folder that all nodes share; null for none.</param>
/// <param name="settleTime">How long after a node has joined slots move to it; null for never.</param>
/// <param name="builds">The builds of the registered jobs on the job manager's own node, by name; null where all nodes have the same.</param>
/// <param name="version">What all nodes must speak; null does not ask them.</param>
/// <param name="takesCheckpoints">Whether a job takes checkpoints, with which its slots can go elsewhere; null where all do.</param>
internal sealed class JobManagerCore(
    int shards, CoordinatorSettings settings, Func<JobId, bool> isHeld, StorageIdentity? storage = null, TimeSpan? settleTime = null,
    IReadOnlyDictionary<string, string>? builds = null, NodeVersion? version = null,
    Func<JobEntry, bool>? takesCheckpoints = null)
{
    // How often a node has to say that it runs nothing before it leaves: by then the jobs run elsewhere. A job that is suspended, or waits for a restart, keeps its slots until
    // its next attempt, which gets others, and holds nobody up for longer.
    private const int IdleMin = 3;
    private const int IdleEnough = 10;

    private readonly List<IManagerEvent> _events = [];
    private readonly List<ManagerEffect> _effects = [];
    private readonly JobDirectory _jobs = new(settings.HistoryMax, isHeld);
    private readonly NodeDirectory _nodes = new(storage, version);
    private readonly JobPlacements _placements = new(shards);
    private readonly Dictionary<JobId, List<object>> _building = [];
    private readonly HashSet<JobId> _unclaimed = [];
    private readonly HashSet<string> _members = [];
    private readonly HashSet<string> _leaving = [];
    private readonly HashSet<string> _draining = [];
    private readonly Dictionary<string, int> _idle = [];
    private readonly DrainHolds _holds = new(takesCheckpoints ?? (_ => true));
    private readonly HashSet<JobId> _spreading = [];
    private readonly HashSet<JobId> _waiting = [];
    private DateTimeOffset? _settledAt;
    private DateTimeOffset _claimsEnd;
    private DateTimeOffset _registrationsEnd;

    /// <summary>The jobs that are remembered.</summary>
    public JobDirectory Jobs => _jobs;

    /// <summary>The nodes that take subtasks.</summary>
    public IReadOnlyCollection<NodeInfo> Nodes => _nodes.All;

    /// <summary>Which slots are taken.</summary>
    public JobPlacements Placements => _placements;

    /// <summary>Takes a decision of the past from the journal.</summary>
    public void Replay(IManagerEvent decision) => _jobs.Apply(decision);

    /// <summary>Begins where the journal ends. Called once, after the replay.</summary>
    /// <param name="members">The addresses of the cluster's members.</param>
    /// <param name="now">The time.</param>
    public ManagerStep Start(IEnumerable<string> members, DateTimeOffset now)
    {
        _members.UnionWith(members);
        Decide(new ManagerStarted(_jobs.Epoch + 1));
        _claimsEnd = now + settings.Lease;
        _registrationsEnd = now + settings.StopTimeout;
        // Jobs that had not ended are taken up; the others are read when somebody asks.
        foreach (var job in _jobs.All.Where(j => j.End is null))
        {
            _unclaimed.Add(job.Job.Id);
            _effects.Add(new ManagerEffect.StartCoordinator(job));
        }

        return TakeStep();
    }

    /// <summary>Takes a message.</summary>
    public ManagerStep Handle(object message, DateTimeOffset now)
    {
        switch (message)
        {
            case Asked { Message: SubmitJob e } asked: Submit(e.Job, asked.Asker); break;
            case Asked { Message: GetNodes } asked: Reply(asked.Asker, new JobManagerProtocol.Nodes([.. Here(now)])); break;
            case Asked { Message: GetJobs e } asked: Reply(asked.Asker, Page(e)); break;
            case Asked { Message: DrainNode e } asked: Drain(e, asked.Asker, now); break;
            case Registering e: Register(e, now); break;
            case JobBuilt e: OnBuilt(e); break;
            case JobNotBuilt e: Refuse(e.Job, e.Reason, e.Cause); break;
            case PlaceJob e: Place(e, now); break;
            case PlacementWritten e: OnWritten(e); break;
            case ClaimPlacement e: OnClaim(e); break;
            case SlotsStay e: _holds.Tell(e.Job, e.Reason); break;
            case JobEnded e: OnEnded(e); break;
            case MemberHere e: _members.Add(e.Node); break;
            case MemberGone e: OnGone(e); break;
            default: throw new ArgumentException($"The job manager knows no message {message.GetType()}.");
        }

        return TakeStep();
    }

    private void Submit(JobSpec job, object asker)
    {
        if (_jobs.Find(job.Id) is not null)
        {
            Reply(asker, new JobAccepted(job.Id));
        }
        else if (_building.TryGetValue(job.Id, out var askers))
        {
            askers.Add(asker);
        }
        else
        {
            _building[job.Id] = [asker];
            _effects.Add(new ManagerEffect.Build(job));
        }
    }

    private void OnBuilt(JobBuilt built)
    {
        if (built.Shape.Slots > ShardsFor(built.Job.Id))
        {
            Refuse(built.Job, PlacementRefusals.For(built.Shape.Slots, shards), null);
            return;
        }

        if (!_building.Remove(built.Job.Id, out var askers)) return;
        var listed = new JobListed(built.Job, built.Shape);
        Decide(listed);
        _effects.Add(new ManagerEffect.StartCoordinator(_jobs.Find(built.Job.Id)!));
        foreach (var asker in askers) Reply(asker, new JobAccepted(built.Job.Id));
    }

    /// <summary>How many shards a job may have beside the others.</summary>
    public int ShardsFor(JobId job) => shards - TakenBut(job);

    /// <summary>How many of its slots the nodes have room for, beside the others.</summary>
    public int RoomFor(JobId job) => (int)Math.Min(int.MaxValue, _placements.RoomFor(job, CapacitiesFor(job)));

    // A job that was accepted keeps its slots until it has ended, also while it waits for a restart. How many it has changes with its parallelism.
    private int TakenBut(JobId job) =>
        _jobs.All.Where(j => j.End is null && j.Job.Id != job).Sum(j => _placements.Find(j.Job.Id)?.Count ?? j.Shape.Slots);

    private void Refuse(JobSpec job, string reason, Exception? cause)
    {
        if (!_building.Remove(job.Id, out var askers)) return;
        _effects.Add(new ManagerEffect.Refused(job, reason, cause));
        _effects.Add(new ManagerEffect.ReleaseGraph(job.Id));
        foreach (var asker in askers) Reply(asker, new JobRefused(job.Id, ControlText.Cut(reason, ControlLimits.ReasonBytesMax)));
    }

    private Jobs Page(GetJobs request)
    {
        var lines = _jobs.All.Where(j => j.Number > request.After).Select(j => new JobLine(j.Number, j.Job, j.End));
        var (jobs, more) = Pages.First(lines, ControlJson.Default.JobLine);
        return new Jobs(jobs, more);
    }

    private void Register(Registering request, DateTimeOffset now)
    {
        var info = request.Message.Node;
        // Not a member yet, or about to leave; it asks again.
        if (!request.IsMember) return;
        if (_nodes.Find(info.Node)?.Incarnation == info.Incarnation)
        {
            if (request.Message.IsDraining) _draining.Add(info.Node);
            if (_draining.Contains(info.Node)) _idle[info.Node] = request.Message.Attempts.Count > 0 ? 0 : _idle.GetValueOrDefault(info.Node) + 1;
            Reply(request.Asker, Registered(info) with { IsDrained = _draining.Contains(info.Node) && _unclaimed.Count == 0 && SlotsLeft(info.Node) == 0 });
        }
        else if (_nodes.Add(info) is { } refusal)
        {
            _effects.Add(new ManagerEffect.NodeChanged(info.Node, info, refusal));
            Reply(request.Asker, new NodeAgentProtocol.NodeRefused(info.Node, ControlText.Cut(refusal, ControlLimits.ReasonBytesMax)));
        }
        else
        {
            _effects.Add(new ManagerEffect.NodeChanged(info.Node, info, null) { OtherBuilds = OtherBuilds(info) });
            Reply(request.Asker, Registered(info));
            _settledAt = now + settleTime;
        }

        // Whatever a job could not do when it was told is told again: nodes say that they are there all the time.
        if (_draining.Contains(info.Node)) MoveFrom(info.Node);
        Settle(now);
        foreach (var attempt in request.Message.Attempts) OnFound(attempt, info.Node);
    }

    // Whose job nobody knows, or has ended, has nothing to run for; of the others their coordinator knows.
    private void OnFound(AttemptId attempt, string node)
    {
        if (_jobs.Find(attempt.Job) is { End: null }) _effects.Add(new ManagerEffect.ToCoordinator(attempt.Job, new AttemptFound(attempt, node)));
        else _effects.Add(new ManagerEffect.ToNode(node, new NodeAgentProtocol.AdvanceAttempt(attempt, _jobs.Epoch, SubtaskPhase.Gone)));
    }

    // A job manager that has just come up knows of the others that they are members, before they have registered.
    private IEnumerable<string> Here(DateTimeOffset now)
    {
        var registered = _nodes.All.Select(n => n.Node);
        return now < _registrationsEnd ? registered.Union(_members.Except(_leaving)) : registered;
    }

    // Without a node, or before all have claimed what is theirs, nothing is answered: the coordinator asks again. A job manager that
    // has just come up waits for the other members to register, or a job would land on the first of them as a whole.
    private void Place(PlaceJob asked, DateTimeOffset now)
    {
        var (job, request, slots) = (asked.Job, asked.Request, asked.Slots);
        if (_jobs.Find(job) is not { End: null } || _nodes.All.Count == 0) return;
        if ((_unclaimed.Count > 0 && now < _claimsEnd) || (!_members.All(_nodes.Contains) && now < _registrationsEnd)) return;
        var nodes = CapacitiesFor(job);
        if (!_placements.HasRoom(job, slots, nodes))
        {
            // Else another node may join, or another job end.
            if (asked.IsTry) _effects.Add(new ManagerEffect.ToCoordinator(job, new PlacementRefused(job, request, PlacementRefusals.NoRoom(slots, RoomFor(job)))));
            else AwaitRoom(asked);
            return;
        }

        _waiting.Remove(job);
        if (_placements.Place(job, slots, nodes, out var freed, spreads: _spreading.Remove(job)) is not { } placed)
        {
            _effects.Add(new ManagerEffect.ToCoordinator(job, new PlacementRefused(job, request, PlacementRefusals.For(slots, shards))));
            return;
        }

        _holds.Forget(job);
        _effects.Add(new ManagerEffect.WriteHomes(
            placed.Select(s => (s.ShardId, s.Node)).Concat(freed.Select(s => (ShardId: s, Node: ""))).ToDictionary(s => s.ShardId, s => s.Node), new PlacementWritten(job, request)));
    }

    // A job whose nodes are all on their way out goes over to another build: it waits for another job manager, and nobody is needed.
    private void AwaitRoom(PlaceJob asked)
    {
        var job = _jobs.Find(asked.Job)!.Job;
        var alike = _nodes.All.Where(n => HasBuildOf(job.RegisteredName, n)).ToList();
        var (leaving, other) = (alike.Count(n => _draining.Contains(n.Node)), _nodes.All.Count - alike.Count);
        var unused = (leaving, other) switch
        {
            (0, 0) => null,
            (_, 0) => $"{leaving} of them leave",
            (0, _) => $"{other} of them have another build of it",
            _ => $"{leaving} of them leave, and {other} have another build of it",
        };
        var reason = PlacementRefusals.Waits(asked.Slots, RoomFor(asked.Job), unused);
        _effects.Add(new ManagerEffect.ToCoordinator(asked.Job, new PlacementDelayed(asked.Job, asked.Request, reason)));
        if (leaving < alike.Count && _waiting.Add(asked.Job)) _effects.Add(new ManagerEffect.Delayed(job, reason));
    }

    // A node that is being drained takes no slots, nor one with another build of the job.
    private IReadOnlyDictionary<string, NodeCapacity> CapacitiesFor(JobId job)
    {
        var name = _jobs.Find(job)?.Job.RegisteredName;
        return _nodes.All.ToDictionary(n => n.Node, n =>
            NodeDirectory.CapacityOf(n) is var capacity && (_draining.Contains(n.Node) || !HasBuildOf(name, n)) ? capacity with { Slots = 0 } : capacity);
    }

    private bool HasBuildOf(string? job, NodeInfo node) => job is null || builds is null || builds.GetValueOrDefault(job) == node.Jobs.GetValueOrDefault(job);

    private List<string> OtherBuilds(NodeInfo node) =>
        builds is null ? [] : [.. builds.Keys.Union(node.Jobs.Keys).Where(job => !HasBuildOf(job, node)).Order(StringComparer.Ordinal)];

    private NodeAgentProtocol.NodeRegistered Registered(NodeInfo node) =>
        new(node.Node) { Epoch = _jobs.Epoch, OtherBuilds = OtherBuilds(node) is { Count: > 0 } others ? others : null };

    private void Drain(DrainNode asked, object asker, DateTimeOffset now)
    {
        var node = asked.Node;
        // It has not registered yet with a job manager that has just come up: who asks asks again.
        if (!_nodes.Contains(node) && Here(now).Contains(node)) return;
        if (!_draining.Contains(node) && RefusalOfDrain(asked) is { } refusal)
        {
            _effects.Add(new ManagerEffect.NotDrained(node, refusal));
            Reply(asker, new DrainRefused(node, ControlText.Cut(refusal, ControlLimits.ReasonBytesMax)));
            return;
        }

        if (_draining.Add(node))
        {
            // What they could not do before this says nothing of now.
            foreach (var job in _placements.JobsOn(node)) _holds.Forget(job);
            MoveFrom(node);
        }

        _effects.Add(new ManagerEffect.ToNode(node, new NodeAgentProtocol.BeginDrain(node)));
        var slots = SlotsLeft(node);
        Reply(asker, new DrainTaken(node, slots) { HeldUpBy = slots > 0 && _holds.Of(EntriesOn(node)) is { Count: > 0 } holds ? holds : null });
    }

    private IReadOnlyList<JobEntry> EntriesOn(string node) => [.. _placements.JobsOn(node).Select(j => _jobs.Find(j)!)];

    private int SlotsLeft(string node) => (_idle.GetValueOrDefault(node), _placements.SlotsOn(node)) switch
    {
        ( >= IdleEnough, _) or ( >= IdleMin, 0) => 0,
        (_, var slots) => Math.Max(1, slots),
    };

    private string? RefusalOfDrain(DrainNode asked)
    {
        var node = asked.Node;
        if (_nodes.Find(node) is not { } info) return $"There is no node {node} that takes subtasks.";
        var others = _nodes.All.Where(n => n.Node != node && !_draining.Contains(n.Node) && n.Slots is not 0).ToList();
        if (others.Count == 0 && info.Slots is not 0) return $"Node {node} is the last one that takes subtasks: there is none that its slots could go to. Start another one first, or stop the jobs and end its process.";
        if (RefusalOfLastManager(info, asked.JobsGoOver) is { } unled) return unled;
        var jobs = EntriesOn(node);
        foreach (var job in jobs.Select(j => j.Job))
        {
            if (!asked.JobsGoOver && !others.Any(n => HasBuildOf(job.RegisteredName, n)))
                return $"Node {node} is the last one that takes subtasks of job '{job.JobName}' ({job.Id}): the others have another build of it. Bring it to that build first ('job upgrade'), or stop it.";
        }

        if (_holds.Refusal(node, jobs) is { } refusal) return refusal;
        var room = others.Sum(n => (long)NodeDirectory.CapacityOf(n).Slots);
        return room >= _placements.Taken || info.Slots is 0 ? null : $"The other nodes take {room} slots, and the jobs have {_placements.Taken}. Start another node first.";
    }

    // Who leads next goes on with the jobs by its own build of them.
    private string? RefusalOfLastManager(NodeInfo node, bool jobsGoOver)
    {
        if (!NodeRoles.CanManage(node.Roles)) return null;
        var others = _nodes.All.Where(n => n.Node != node.Node && !_draining.Contains(n.Node) && NodeRoles.CanManage(n.Roles)).ToList();
        if (others.Count == 0)
            return $"Node {node.Node} is the last one with the role {NodeRoles.Manager} (flowactors.node.roles): nobody would be left to lead the jobs. Start another one with it first, or stop the jobs and end its process.";
        if (jobsGoOver || _jobs.All.FirstOrDefault(j => j.End is null && !others.Any(n => HasBuildOf(j.Job.RegisteredName, n))) is not { Job: var job }) return null;
        return $"Node {node.Node} is the last one with the role {NodeRoles.Manager} that has the build of job '{job.JobName}' ({job.Id}): the others have another build of it. Bring it to that build first ('job upgrade'), or stop it.";
    }

    private void MoveFrom(string node)
    {
        foreach (var job in _placements.JobsOn(node)) _effects.Add(new ManagerEffect.ToCoordinator(job, new MoveSlots(job, RescaleCause.Drained)));
    }

    // Nodes that join one after the other get their shares together. A job that could not move when it was told is told again, until it is placed or has no reason any more.
    private void Settle(DateTimeOffset now)
    {
        if (now < _settledAt || _unclaimed.Count > 0 || (_settledAt is null && _spreading.Count == 0)) return;
        var uneven = _placements.Uneven(CapacitiesFor).ToList();
        if (_settledAt is not null) _spreading.UnionWith(uneven);
        _settledAt = null;
        _spreading.IntersectWith(uneven);
        foreach (var job in _spreading) _effects.Add(new ManagerEffect.ToCoordinator(job, new MoveSlots(job, RescaleCause.NodeJoined)));
    }

    // Meanwhile the job may have ended, and then its slots are free already; or a node is gone, and the coordinator asks again.
    private void OnWritten(PlacementWritten written)
    {
        if (_placements.Find(written.Job) is not { } slots || !slots.All(s => _nodes.Contains(s.Node))) return;
        _effects.Add(new ManagerEffect.ToCoordinator(written.Job, new JobPlaced(written.Job, written.Request, _nodes.ToPlacement(slots))));
    }

    private void OnClaim(ClaimPlacement claim)
    {
        _unclaimed.Remove(claim.Job);
        if (claim.Placement is not { } placement || _jobs.Find(claim.Job) is not { End: null }) return;
        if (!_placements.TryRestore(claim.Job, placement))
        {
            // It came so late that others have got its shards: the attempt has to go.
            foreach (var node in placement.Nodes) _effects.Add(new ManagerEffect.ToCoordinator(claim.Job, new NodeLost(node.Node)));
            return;
        }

        _effects.Add(new ManagerEffect.WriteHomes(
            placement.Shards.Select((shard, slot) => (shard, placement.NodeOf(slot).Node)).ToDictionary(h => h.shard, h => h.Node), null));
        foreach (var node in placement.Nodes.Where(n => !_members.Contains(n.Node)))
            _effects.Add(new ManagerEffect.ToCoordinator(claim.Job, new NodeLost(node.Node)));
    }

    private void OnEnded(JobEnded ended)
    {
        _unclaimed.Remove(ended.Job);
        _spreading.Remove(ended.Job);
        _holds.Forget(ended.Job);
        _waiting.Remove(ended.Job);
        var free = _placements.Release(ended.Job);
        if (free.Count > 0) _effects.Add(new ManagerEffect.WriteHomes(free.ToDictionary(s => s, _ => ""), null));
        foreach (var node in _nodes.All) _effects.Add(new ManagerEffect.ToNode(node.Node, new NodeAgentProtocol.ForgetJob(ended.Job)));
        _effects.Add(new ManagerEffect.ReleaseGraph(ended.Job));
        if (_jobs.Find(ended.Job) is not { End: null }) return;
        Decide(new JobClosed(ended.Job, ended.Status));
        foreach (var job in _jobs.Surplus) Forget(job);
    }

    private void Forget(JobId job)
    {
        Decide(new JobForgotten(job));
        _effects.Add(new ManagerEffect.Forget(job));
        foreach (var node in _nodes.All) _effects.Add(new ManagerEffect.ToNode(node.Node, new NodeAgentProtocol.ForgetFigures(job)));
    }

    private void OnGone(MemberGone gone)
    {
        _nodes.Remove(gone.Node);
        if (gone.IsLeaving)
        {
            _leaving.Add(gone.Node);
            return;
        }

        _leaving.Remove(gone.Node);
        _draining.Remove(gone.Node);
        _idle.Remove(gone.Node);
        _members.Remove(gone.Node);
        _placements.Forget(gone.Node);
        _effects.Add(new ManagerEffect.NodeChanged(gone.Node, null, null));
        foreach (var job in _jobs.All.Where(j => j.End is null))
            _effects.Add(new ManagerEffect.ToCoordinator(job.Job.Id, new NodeLost(gone.Node)));
    }

    private void Reply(object asker, IControlMessage message) => _effects.Add(new ManagerEffect.Reply(asker, message));

    private void Decide(IManagerEvent decision)
    {
        _events.Add(decision);
        _jobs.Apply(decision);
    }

    private ManagerStep TakeStep()
    {
        var step = new ManagerStep([.. _events], [.. _effects]);
        _events.Clear();
        _effects.Clear();
        return step;
    }
}
