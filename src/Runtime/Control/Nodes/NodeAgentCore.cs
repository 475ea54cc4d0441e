using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// What runs on one node, and what may run there. Knows no actors: a message and the time give effects. Fenced by (epoch,
/// attempt): commands of a job manager that was replaced are dropped, and so are attempts that were stopped or followed by
/// another. Pure; not thread-safe.
/// </summary>
internal sealed class NodeAgentCore(string node, string incarnation, CoordinatorSettings settings)
{
    private readonly Dictionary<AttemptId, NodeAttempt> _attempts = [];
    private readonly Dictionary<JobId, long> _epochs = [];
    private readonly Dictionary<(JobId Job, int Region), int> _lowest = [];
    private readonly List<NodeEffect> _effects = [];

    /// <summary>The attempts that have subtasks here.</summary>
    public IReadOnlyList<AttemptId> Running => [.. _attempts.Values.Where(a => !a.IsOver).Select(a => a.Id)];

    /// <summary>When <see cref="Tick"/> is due; null when nothing waits for time.</summary>
    public DateTimeOffset? WakeAt => _attempts.Values.Min(a => a.WakeAt);

    /// <summary>Takes a message.</summary>
    public IReadOnlyList<NodeEffect> Handle(object message, DateTimeOffset now)
    {
        switch (message)
        {
            case IAttemptCommand e: OnCommand(e, now); break;
            case GraphBuilt e: OnBuilt(e.Deployment, now); break;
            case GraphNotBuilt e: _attempts.GetValueOrDefault(e.Attempt)?.OnNotBuilt(e.Failure, now); break;
            case SubtaskProtocol.CheckpointTaken or SubtaskProtocol.CheckpointNotWritten: OnPart((SubtaskProtocol.IEvent)message); break;
            case SubtaskProtocol.IEvent e: OnSubtask(e, now); break;
            case SubtaskGone e: Find(e.Subtask)?.OnTerminated(e.Subtask); break;
            case ForgetJob e: Forget(e.Job, now); break;
            case Tick:
                foreach (var attempt in _attempts.Values) attempt.Tick(now);
                break;
            default: throw new ArgumentException($"The agent of node {node} knows no message {message.GetType()}.");
        }

        var effects = _effects.ToArray();
        _effects.Clear();
        return effects;
    }

    /// <summary>False for a command of a job manager that was replaced.</summary>
    public bool Accepts(IAttemptCommand command) => command.Epoch >= _epochs.GetValueOrDefault(command.Attempt.Job);

    private void OnCommand(IAttemptCommand command, DateTimeOffset now)
    {
        var id = command.Attempt;
        if (!Accepts(command)) return;
        _epochs[id.Job] = command.Epoch;
        if (_attempts.TryGetValue(id, out var attempt)) attempt.Hear(now);
        switch (command)
        {
            case DeployAttempt e when attempt is null: Deploy(e, now); break;
            case DeployAttempt: attempt.Report(); break;
            case AdvanceAttempt e when attempt is null:
                if (e.Target == SubtaskPhase.Gone) Fence(id, id.Number + 1);
                ReportUnknown(id, null);
                break;
            case AdvanceAttempt e: attempt.Advance(e.Target, now); break;
            case EnterBarriers e: attempt?.Enter(e); break;
            case EndCheckpoint e: attempt?.End(e); break;
        }
    }

    private void Deploy(DeployAttempt command, DateTimeOffset now)
    {
        var id = command.Attempt;
        if (id.Number < _lowest.GetValueOrDefault((id.Job, id.Region)))
        {
            ReportUnknown(id, NodeFailures.Fenced(node));
            return;
        }

        Fence(id, id.Number);
        foreach (var earlier in _attempts.Values.Where(a => a.Id.Job == id.Job && a.Id.Region == id.Region).ToList())
        {
            earlier.Stop(now);
            if (earlier.IsOver) _attempts.Remove(earlier.Id);
        }

        var attempt = new NodeAttempt(id, node, incarnation, command.TakesCheckpoints, settings, _effects);
        attempt.Hear(now);
        _attempts[id] = attempt;
        _effects.Add(new NodeEffect.Build(command));
        attempt.Report();
    }

    private void OnBuilt(AttemptDeployment deployment, DateTimeOffset now)
    {
        if (_attempts.GetValueOrDefault(deployment.Attempt) is { IsOver: false } attempt) attempt.OnBuilt(deployment, now);
        else _effects.Add(new NodeEffect.Release(deployment.Attempt));
    }

    private void OnPart(SubtaskProtocol.IEvent part) => Find(part.Subtask)?.OnPart(part);

    private void OnSubtask(SubtaskProtocol.IEvent message, DateTimeOffset now)
    {
        if (Find(message.Subtask) is { } attempt) attempt.On(message, now);
        else if (message is not (SubtaskProtocol.Stopped or SubtaskProtocol.Failed or SubtaskProtocol.Finished or SubtaskProtocol.Misplaced))
            _effects.Add(new NodeEffect.Tell(new SubtaskProtocol.Stop(message.Subtask)));
    }

    // A job that has ended has no subtasks any more, or only such as do not react to their end.
    private void Forget(JobId job, DateTimeOffset now)
    {
        foreach (var attempt in _attempts.Values.Where(a => a.Id.Job == job).ToList())
        {
            attempt.Stop(now);
            _attempts.Remove(attempt.Id);
            _effects.Add(new NodeEffect.Release(attempt.Id));
        }

        _epochs.Remove(job);
        foreach (var region in _lowest.Keys.Where(r => r.Job == job).ToList()) _lowest.Remove(region);
    }

    private void ReportUnknown(AttemptId id, NodeFailure? failure) => _effects.Add(new NodeEffect.Report(
        new AttemptReport(id, node, incarnation, IsKnown: false, SubtaskPhase.Unknown, failure, null, IsStopping: false)));

    private void Fence(AttemptId id, int lowest) =>
        _lowest[(id.Job, id.Region)] = Math.Max(lowest, _lowest.GetValueOrDefault((id.Job, id.Region)));

    private NodeAttempt? Find(SubtaskId subtask) => _attempts.Values.FirstOrDefault(a => a.Owns(subtask));
}
