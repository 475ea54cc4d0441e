using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// Leads one attempt of one region through its life, node by node: deploy on all, open on all, start on all; commit on all when
/// it is told to, stop on all when it is told to. Commands are repeated until they are answered, and while records flow the same
/// command is the heartbeat that renews the lease. Pure; not thread-safe.
/// </summary>
internal sealed class RegionAttempt
{
    private readonly AttemptStart _start;
    private readonly CoordinatorSettings _settings;
    private readonly Action<string, IAttemptCommand> _send;
    private readonly NodeStanding[] _nodes;
    private readonly bool _wasCommitting;
    private readonly TimeSpan _heartbeat;
    private readonly TimeSpan _firstRetry;
    private TimeSpan _backoff;

    private RegionAttempt(
        AttemptStart start, AttemptState state, CoordinatorSettings settings, Action<string, IAttemptCommand> send, bool wasCommitting, DateTimeOffset now)
    {
        _start = start;
        _settings = settings;
        _send = send;
        _wasCommitting = wasCommitting;
        _heartbeat = settings.Heartbeat;
        _nodes = [.. start.Placement.NodesOf(start.Slots).Order().Select(n => new NodeStanding(start.Placement.Nodes[n], now))];
        State = state;
        _firstRetry = settings.RetryInterval < _heartbeat ? settings.RetryInterval : _heartbeat;
        _backoff = _firstRetry;
        Repeat(now);
    }

    public AttemptId Id => _start.Attempt;

    public AttemptState State { get; private set; }

    /// <summary>What it began with; null for nothing.</summary>
    public RestoreFrom? Restore => _start.Restore;

    /// <summary>True until it is told to stop.</summary>
    public bool GoesOn => State is not (AttemptState.Stopping or AttemptState.Stopped);

    /// <summary>True when records flow everywhere, or did until all had come to their end.</summary>
    public bool HasStarted => State is AttemptState.Running or AttemptState.Ended or AttemptState.Committing or AttemptState.Finished;

    /// <summary>True when an earlier coordinator has started it.</summary>
    public bool IsTakenUp { get; private init; }

    /// <summary>When unanswered commands are repeated, and the heartbeat is sent.</summary>
    public DateTimeOffset RetryAt { get; private set; }

    /// <summary>When <see cref="Tick"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt => State switch
    {
        _ when IsDone => null,
        AttemptState.Stopping s => s.Deadline < RetryAt ? s.Deadline : RetryAt,
        AttemptState.Attaching s => s.Deadline < RetryAt ? s.Deadline : RetryAt,
        _ => RetryAt,
    };

    /// <summary>True when nothing more will be heard of it.</summary>
    public bool IsDone => State is AttemptState.Finished or AttemptState.Stopped;

    /// <summary>The nodes that did not stop in time.</summary>
    public IReadOnlyList<string> LeftBehind { get; private set; } = [];

    /// <summary>The sums over all nodes, as they were reported.</summary>
    public IEnumerable<IReadOnlyDictionary<string, AccumulatorValue>> Accumulators => _nodes.Select(n => n.Accumulators);

    /// <summary>The nodes that have a part of it and are there.</summary>
    public IEnumerable<string> Nodes => _nodes.Where(n => !n.IsLost).Select(n => n.Place.Node);

    /// <summary>The subtasks that are known to have ended their input.</summary>
    public IEnumerable<SubtaskNumber> EndedSubtasks => _nodes.SelectMany(n => n.Ended);

    /// <summary>The node of a slot.</summary>
    public string NodeOf(int slot) => _start.Placement.NodeOf(slot).Node;

    /// <summary>A new attempt: it is handed to its nodes.</summary>
    public static RegionAttempt Deploy(AttemptStart start, CoordinatorSettings settings, Action<string, IAttemptCommand> send, DateTimeOffset now) =>
        new(start, new AttemptState.Deploying(), settings, send, wasCommitting: false, now);

    /// <summary>
    /// An attempt that an earlier coordinator has started: its nodes are asked how far they are. It may have decided to commit.
    /// </summary>
    public static RegionAttempt Attach(
        AttemptStart start, bool wasCommitting, CoordinatorSettings settings, Action<string, IAttemptCommand> send, DateTimeOffset now) =>
        new(start, new AttemptState.Attaching(now + settings.StopTimeout), settings, send, wasCommitting, now) { IsTakenUp = true };

    /// <summary>Takes what a node says.</summary>
    /// <returns>A failure that the node tells of or that follows from it; null when there is none.</returns>
    public NodeFailure? On(AttemptReport report, DateTimeOffset now)
    {
        if (IsDone || report.Attempt != Id || Array.Find(_nodes, n => n.Place.Node == report.Node) is not { IsLost: false } node) return null;
        if (report.Incarnation != node.Place.Incarnation) return Lose(node, CoordinatorFailures.NodeRestarted(report.Node), now);
        node.Take(report, now);
        var failure = report.Failure;
        // An earlier coordinator has stopped it, and died before it wrote down why.
        if (report.IsStopping && State is not AttemptState.Stopping) failure ??= new NodeFailure(null, null, CoordinatorFailures.AttemptStopped(report.Node));
        if (!report.IsKnown && State is not (AttemptState.Attaching or AttemptState.Deploying or AttemptState.Stopping))
            failure ??= new NodeFailure(null, null, CoordinatorFailures.AttemptForgotten(report.Node));
        if (failure is not null && State is not AttemptState.Stopping) return failure;
        _backoff = _firstRetry;
        return Progress(now) ?? failure;
    }

    /// <summary>A node is gone, and with it its subtasks.</summary>
    /// <returns>The failure, when the attempt had something there.</returns>
    public NodeFailure? OnNodeLost(string lost, DateTimeOffset now) =>
        !IsDone && Array.Find(_nodes, n => n.Place.Node == lost) is { IsLost: false } node ? Lose(node, CoordinatorFailures.NodeLost(lost), now) : null;

    /// <summary>All regions have ended their input, and that is written down.</summary>
    public void Commit(DateTimeOffset now)
    {
        Move(new AttemptState.Committing(), now);
        Progress(now);
    }

    /// <summary>The attempt is over: all subtasks are to end.</summary>
    public void Stop(DateTimeOffset now)
    {
        if (IsDone || State is AttemptState.Stopping) return;
        foreach (var node in _nodes) node.AskAnew();
        Move(new AttemptState.Stopping(now + _settings.StopTimeout), now);
        Progress(now);
    }

    /// <summary>Time has passed.</summary>
    /// <returns>A failure, when a node has not answered for too long.</returns>
    public NodeFailure? Tick(DateTimeOffset now)
    {
        if (IsDone) return null;
        switch (State)
        {
            case AttemptState.Stopping s when s.Deadline <= now:
                LeftBehind = [.. _nodes.Where(n => !n.IsOver).Select(n => n.Place.Node)];
                Move(new AttemptState.Stopped(), now);
                return null;
            case AttemptState.Attaching s when s.Deadline <= now:
                var silent = _nodes.First(n => !n.WasHeard);
                return Lose(silent, CoordinatorFailures.NodeSilent(silent.Place.Node), now);
        }

        // A node that is gone without the cluster saying so: it has stopped its part of the attempt by itself by now.
        if (State is not AttemptState.Stopping && Array.Find(_nodes, n => !n.IsLost && now - n.HeardAt >= _settings.Lease) is { } lost)
            return Lose(lost, CoordinatorFailures.NodeSilent(lost.Place.Node), now);
        if (RetryAt <= now) Repeat(now);
        return null;
    }

    private NodeFailure? Lose(NodeStanding node, SubtaskFailure cause, DateTimeOffset now)
    {
        node.IsLost = true;
        // What a node has committed stays, whatever becomes of it.
        if (State is AttemptState.Stopping || (State is AttemptState.Committing && node.Reached >= SubtaskPhase.Finished))
        {
            Progress(now);
            return null;
        }

        return new NodeFailure(null, null, cause);
    }

    // A report may end several states at once: what comes late or out of order is made up for.
    private NodeFailure? Progress(DateTimeOffset now)
    {
        if (State is AttemptState.Attaching && _nodes.All(n => n.WasHeard) && Attached(now) is { } lost) return lost;
        if (State is AttemptState.Deploying && All(SubtaskPhase.Deployed)) Move(new AttemptState.Opening(), now);
        if (State is AttemptState.Opening && All(SubtaskPhase.Ready)) Move(new AttemptState.Starting(), now);
        if (State is AttemptState.Starting && All(SubtaskPhase.Running)) Move(new AttemptState.Running(), now);
        if (State is AttemptState.Running && All(SubtaskPhase.Finishing)) Move(new AttemptState.Ended(), now);
        if (State is AttemptState.Committing && All(SubtaskPhase.Finished)) Move(new AttemptState.Finished(), now);
        if (State is AttemptState.Stopping && _nodes.All(n => n.IsOver)) Move(new AttemptState.Stopped(), now);
        return null;
    }

    // A phase is ordered only when all have reached the one before: who is behind where another is beyond has lost the attempt.
    private NodeFailure? Attached(DateTimeOffset now)
    {
        var furthest = _nodes.Max(n => n.Reached);
        if (_nodes.FirstOrDefault(n => !n.IsKnown) is { } unknown && (furthest >= SubtaskPhase.Ready || _wasCommitting))
            return new NodeFailure(null, null, CoordinatorFailures.AttemptForgotten(unknown.Place.Node));
        Move(
            furthest switch
            {
                _ when _wasCommitting => new AttemptState.Committing(),
                >= SubtaskPhase.Finishing when All(SubtaskPhase.Finishing) => new AttemptState.Ended(),
                >= SubtaskPhase.Running when All(SubtaskPhase.Running) => new AttemptState.Running(),
                >= SubtaskPhase.Running => new AttemptState.Starting(),
                SubtaskPhase.Ready => new AttemptState.Opening(),
                _ => new AttemptState.Deploying(),
            },
            now);
        return null;
    }

    private bool All(SubtaskPhase phase) => _nodes.All(n => n.Reached >= phase);

    private void Move(AttemptState to, DateTimeOffset now)
    {
        State = AttemptLife.Move(Id, State, to);
        _backoff = _firstRetry;
        if (!IsDone) Repeat(now);
    }

    /// <summary>
    /// Sends the command of the state to every node that has not obeyed it, and as a heartbeat to those that have: whoever waits for
    /// a slow node must keep the lease.
    /// </summary>
    private void Repeat(DateTimeOffset now)
    {
        foreach (var node in _nodes)
        {
            if (HasObeyed(node) && (State is AttemptState.Stopping || node.IsLost || now - node.AskedAt < _heartbeat)) continue;
            node.AskedAt = now;
            _send(node.Place.Node, CommandTo(node));
        }

        RetryAt = now + (State is AttemptState.Running or AttemptState.Ended ? _heartbeat : _backoff);
        _backoff = _backoff * 2 < _heartbeat ? _backoff * 2 : _heartbeat;
    }

    private bool HasObeyed(NodeStanding node) => State switch
    {
        AttemptState.Attaching => node.WasHeard,
        AttemptState.Deploying => node.Reached >= SubtaskPhase.Deployed,
        AttemptState.Opening => node.Reached >= SubtaskPhase.Ready,
        AttemptState.Starting => node.Reached >= SubtaskPhase.Running,
        AttemptState.Committing => node.Reached >= SubtaskPhase.Finished,
        AttemptState.Stopping => node.IsOver,
        _ => true,
    };

    private IAttemptCommand CommandTo(NodeStanding node) => State switch
    {
        AttemptState.Deploying when !node.IsKnown => new DeployAttempt(
            Id, _start.Epoch, _start.Job, _start.GraphHash, _start.Placement, _start.Restore, _start.TakesCheckpoints),
        AttemptState.Attaching or AttemptState.Deploying => new AdvanceAttempt(Id, _start.Epoch, null),
        AttemptState.Opening => new AdvanceAttempt(Id, _start.Epoch, SubtaskPhase.Ready),
        AttemptState.Starting or AttemptState.Running or AttemptState.Ended => new AdvanceAttempt(Id, _start.Epoch, SubtaskPhase.Running),
        AttemptState.Committing => new AdvanceAttempt(Id, _start.Epoch, SubtaskPhase.Finished),
        _ => new AdvanceAttempt(Id, _start.Epoch, SubtaskPhase.Gone),
    };
}
