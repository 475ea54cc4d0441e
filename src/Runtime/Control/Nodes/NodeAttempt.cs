using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// One attempt on one node: brings its subtasks to where the coordinator wants them, repeats what they do not answer, and says
/// how far they are. Pure; not thread-safe.
/// </summary>
/// <param name="id">The attempt.</param>
/// <param name="node">This node.</param>
/// <param name="incarnation">The run of its process.</param>
/// <param name="takesCheckpoints">Whether the coordinator must hear of each subtask that has ended its input.</param>
/// <param name="settings">Times.</param>
/// <param name="effects">Where effects go.</param>
internal sealed class NodeAttempt(AttemptId id, string node, string incarnation, bool takesCheckpoints, CoordinatorSettings settings, List<NodeEffect> effects)
{
    /// <summary>How many subtasks that have ended one report names.</summary>
    public const int EndedMax = 4_096;

    private readonly Dictionary<SubtaskId, IReadOnlyDictionary<string, AccumulatorValue>> _accumulators = [];
    private readonly Dictionary<SubtaskId, DateTimeOffset> _misplacedSince = [];
    private readonly NodeCheckpoints _checkpoints = new(id, effects);
    private readonly List<SubtaskNumber> _ended = [];
    private int _endedTold;
    private PhaseTable? _phases;
    private SubtaskPhase _target = SubtaskPhase.Deployed;
    private NodeFailure? _failure;
    private DateTimeOffset? _retryAt;
    private DateTimeOffset _heardAt;
    private bool _isOver;

    public AttemptId Id => id;

    /// <summary>True when no subtask is left here that could do anything.</summary>
    public bool IsOver => _isOver;

    /// <summary>When <see cref="Tick"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt => _isOver ? null : _retryAt is { } retry && retry < LeaseEnds ? retry : LeaseEnds;

    private DateTimeOffset LeaseEnds => _target == SubtaskPhase.Gone ? DateTimeOffset.MaxValue : _heardAt + settings.Lease;

    private HashSet<SubtaskId> Alive => _phases is null ? [] : [.. _phases.Alive];

    private SubtaskPhase Reached => _phases?.Reached ?? (_isOver ? SubtaskPhase.Gone : SubtaskPhase.Unknown);

    public bool Owns(SubtaskId subtask) => subtask.Job == id.Job && subtask.Attempt == id.Number && _phases?.Contains(subtask) == true;

    /// <summary>The coordinator lives.</summary>
    public void Hear(DateTimeOffset now) => _heardAt = now;

    /// <summary>The graph is there: its subtasks are deployed, unless the attempt was stopped meanwhile.</summary>
    public void OnBuilt(AttemptDeployment deployment, DateTimeOffset now)
    {
        if (_phases is not null || _isOver) return;
        _phases = new PhaseTable(deployment.SubtasksOn(node));
        Drive(now);
    }

    public void OnNotBuilt(SubtaskFailure failure, DateTimeOffset now)
    {
        if (_phases is not null || _isOver) return;
        _failure ??= new NodeFailure(null, null, failure);
        _target = SubtaskPhase.Gone;
        _phases = new PhaseTable([]);
        Drive(now);
        Report();
    }

    /// <summary>The coordinator wants the subtasks to be that far.</summary>
    public void Advance(SubtaskPhase? target, DateTimeOffset now)
    {
        if (target is { } wanted && wanted > _target) MoveTo(wanted, now);
        // What is lost on its way is told again.
        if (_endedTold == _ended.Count) _endedTold = 0;
        Report();
    }

    public void On(SubtaskProtocol.IEvent message, DateTimeOffset now)
    {
        if (ComesFromAnother(message))
        {
            effects.Add(new NodeEffect.Tell(new SubtaskProtocol.Stop(message.Subtask)));
            return;
        }

        var before = Reached;
        var failed = _failure is not null;
        switch (message)
        {
            case SubtaskProtocol.Deployed: _phases!.Advance(message.Subtask, SubtaskPhase.Deployed); break;
            case SubtaskProtocol.Ready: _phases!.Advance(message.Subtask, SubtaskPhase.Ready); break;
            case SubtaskProtocol.Running: _phases!.Advance(message.Subtask, SubtaskPhase.Running); break;
            case SubtaskProtocol.Finishing e:
                if (_phases!.Advance(message.Subtask, SubtaskPhase.Finishing)) OnEnded(e.Subtask, e.Accumulators);
                break;
            case SubtaskProtocol.Finished e:
                var had = _phases![message.Subtask] == SubtaskPhase.Finishing;
                if (!_phases.Advance(message.Subtask, SubtaskPhase.Finished)) break;
                if (had) _accumulators[e.Subtask] = e.Accumulators;
                else OnEnded(e.Subtask, e.Accumulators);
                break;
            case SubtaskProtocol.Failed e: OnFailed(e.Subtask, new NodeFailure(e.Subtask.Vertex, e.Subtask.Index, e.Failure)); break;
            case SubtaskProtocol.Misplaced e: OnMisplaced(e, now); break;
            case SubtaskProtocol.Stopped: OnGone(message.Subtask); break;
            default: throw new ArgumentException($"The agent of node {node} knows no event {message.GetType()} of a subtask.");
        }

        if (message is not SubtaskProtocol.Misplaced)
        {
            _misplacedSince.Remove(message.Subtask);
            Drive(message.Subtask, now);
        }

        // While answers arrive, who has not answered yet may only be slow.
        if (_retryAt is not null) _retryAt = now + settings.RetryInterval;
        EndIfOver();
        if (Reached != before && Reached == SubtaskPhase.Finishing) CheckAccumulators();
        if (Reached != before || (_failure is not null && !failed) || (takesCheckpoints && message is SubtaskProtocol.Finishing)) Report();
    }

    /// <summary>The barriers of a checkpoint enter here.</summary>
    public void Enter(EnterBarriers command)
    {
        if (_target != SubtaskPhase.Gone) _checkpoints.Enter(command, Alive);
    }

    /// <summary>A checkpoint is over.</summary>
    public void End(EndCheckpoint command) => _checkpoints.End(command, Alive);

    /// <summary>A subtask says what became of its part of a checkpoint.</summary>
    public void OnPart(SubtaskProtocol.IEvent message)
    {
        if (message is SubtaskProtocol.CheckpointTaken taken) _checkpoints.On(taken);
        else _checkpoints.On((SubtaskProtocol.CheckpointNotWritten)message);
    }

    /// <summary>The actor of a subtask is gone; whatever it had to say was heard before.</summary>
    public void OnGone(SubtaskId subtask)
    {
        if (_phases![subtask] >= SubtaskPhase.Finished) return;
        if (_target != SubtaskPhase.Gone)
        {
            OnFailed(subtask, NodeFailures.SubtaskLost(subtask));
            return;
        }

        _phases.Advance(subtask, SubtaskPhase.Gone);
    }

    /// <summary>The actor of a subtask ended, and there may be something to tell.</summary>
    public void OnTerminated(SubtaskId subtask)
    {
        var before = Reached;
        var failed = _failure is not null;
        OnGone(subtask);
        EndIfOver();
        if (Reached != before || (_failure is not null && !failed)) Report();
    }

    public void Tick(DateTimeOffset now)
    {
        if (_isOver) return;
        if (now >= LeaseEnds)
        {
            _failure ??= new NodeFailure(null, null, NodeFailures.LeaseLost(node, settings.Lease));
            effects.Add(new NodeEffect.LeaseLost(id));
            MoveTo(SubtaskPhase.Gone, now);
            Report();
        }
        else if (_retryAt <= now)
        {
            Drive(now);
        }
    }

    /// <summary>Ends the subtasks here, whatever they do.</summary>
    public void Stop(DateTimeOffset now)
    {
        if (_target != SubtaskPhase.Gone) MoveTo(SubtaskPhase.Gone, now);
    }

    public void Report()
    {
        var ended = takesCheckpoints ? _ended.Slice(_endedTold, Math.Min(EndedMax, _ended.Count - _endedTold)) : null;
        _endedTold += ended?.Count ?? 0;
        effects.Add(new NodeEffect.Report(new AttemptReport(
            id, node, incarnation, IsKnown: true, Reached, _failure, Reached >= SubtaskPhase.Finishing ? Sums() : null, IsStopping: _target == SubtaskPhase.Gone && Reached != SubtaskPhase.Finished)
        {
            Ended = ended,
        }));
    }

    private void OnEnded(SubtaskId subtask, IReadOnlyDictionary<string, AccumulatorValue> accumulators)
    {
        _accumulators[subtask] = accumulators;
        _ended.Add(new SubtaskNumber(subtask.Vertex, subtask.Index));
    }

    private void MoveTo(SubtaskPhase target, DateTimeOffset now)
    {
        _target = target;
        if (target == SubtaskPhase.Gone)
        {
            effects.Add(new NodeEffect.Interrupt(id));
            _phases ??= new PhaseTable([]);
            // Behind one that has failed there may be another, as in ComesFromAnother, whose first word was heard before the failure.
            foreach (var failed in _phases.At(SubtaskPhase.Gone)) effects.Add(new NodeEffect.Tell(new SubtaskProtocol.Stop(failed)));
        }

        Drive(now);
    }

    // Commands to all that are not where they should be; again after a while, for a shard may lose a message as it comes into being.
    private void Drive(DateTimeOffset now)
    {
        if (_phases is null) return;
        foreach (var subtask in _phases.Below(Goal).ToList()) Command(subtask);
        EndIfOver();
        _retryAt = _isOver || _phases.Reached >= Goal ? null : now + settings.RetryInterval;
    }

    // One that was behind and has caught up needs the next command at once.
    private void Drive(SubtaskId subtask, DateTimeOffset now)
    {
        if (_phases![subtask] >= Goal) return;
        Command(subtask);
        _retryAt ??= now + settings.RetryInterval;
    }

    // What a command can bring about: the end of the input comes by itself.
    private SubtaskPhase Goal => _target == SubtaskPhase.Gone ? SubtaskPhase.Finished : _target;

    private void Command(SubtaskId subtask)
    {
        SubtaskProtocol.ICommand? command = (_target, _phases![subtask]) switch
        {
            (SubtaskPhase.Gone, _) => new SubtaskProtocol.Stop(subtask),
            (_, SubtaskPhase.Unknown) => new SubtaskProtocol.Deploy(subtask),
            (_, SubtaskPhase.Deployed) => new SubtaskProtocol.Open(subtask),
            (_, SubtaskPhase.Ready) => new SubtaskProtocol.Start(subtask),
            (_, SubtaskPhase.Finishing) => new SubtaskProtocol.Finish(subtask),
            // Stopped with a savepoint: it stands still at its barrier.
            (SubtaskPhase.Finished, SubtaskPhase.Running) => new SubtaskProtocol.Finish(subtask),
            _ => null,
        };
        if (command is not null) effects.Add(new NodeEffect.Tell(command));
    }

    // Sharding brings the shard here in a moment; the command is repeated until then.
    private void OnMisplaced(SubtaskProtocol.Misplaced message, DateTimeOffset now)
    {
        _misplacedSince.TryAdd(message.Subtask, now);
        if (_target == SubtaskPhase.Gone) _phases!.Advance(message.Subtask, SubtaskPhase.Gone);
        else if (now - _misplacedSince[message.Subtask] >= settings.StopTimeout) OnFailed(message.Subtask, NodeFailures.Misplaced(message, node));
    }

    // A command that was repeated while its subtask ended has brought another entity into being.
    private bool ComesFromAnother(SubtaskProtocol.IEvent message) =>
        _phases![message.Subtask] >= SubtaskPhase.Finished
        && message is SubtaskProtocol.Deployed or SubtaskProtocol.Ready or SubtaskProtocol.Running or SubtaskProtocol.Finishing;

    // One that has finished has nothing left that could fail: what is said of it then comes from an entity that was made anew.
    private void OnFailed(SubtaskId subtask, NodeFailure failure)
    {
        if (_phases![subtask] >= SubtaskPhase.Finished) return;
        _phases.Advance(subtask, SubtaskPhase.Gone);
        if (_failure is null || FailureRank.Explains(failure.Cause, _failure.Cause)) _failure = failure;
    }

    private void EndIfOver()
    {
        if (_isOver || _phases is null || _phases.Reached < SubtaskPhase.Finished) return;
        _isOver = true;
        _retryAt = null;
        effects.Add(new NodeEffect.Release(id));
    }

    // A report must fit into a message.
    private void CheckAccumulators()
    {
        var names = _accumulators.Values.SelectMany(values => values.Keys).ToHashSet();
        if (!AccumulatorBytes.AreTooMany(names)) return;
        _failure ??= new NodeFailure(null, null, CoordinatorFailures.TooManyAccumulators(names.Count));
        _accumulators.Clear();
    }

    private Dictionary<string, AccumulatorValue> Sums()
    {
        var sums = new Dictionary<string, AccumulatorValue>();
        foreach (var values in _accumulators.Values) Accumulator.AddTo(sums, values);
        return sums;
    }
}
