using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>
/// The checkpoints of one attempt on one node: barriers enter at its subtasks, and what these say is kept until the checkpoint is over, as what
/// is lost on its way is asked for again. Pure; not thread-safe.
/// </summary>
/// <param name="id">The attempt.</param>
/// <param name="effects">Where effects go.</param>
internal sealed class NodeCheckpoints(AttemptId id, List<NodeEffect> effects)
{
    // Nobody is told that a savepoint is complete, and one may be under way longer than a later checkpoint.
    private const int SavepointsMax = 8;

    private readonly Dictionary<(long Checkpoint, SubtaskNumber Subtask), IControlEvent> _said = [];
    private readonly HashSet<(long Checkpoint, SubtaskNumber Subtask)> _entered = [];
    private readonly SortedSet<long> _savepoints = [];

    // Lower ones than the highest that was aborted.
    private readonly SortedSet<long> _goOn = [];
    private long _completed;
    private long _aborted;

    /// <summary>Barriers enter, or are sent again with the names of those that have not been heard of.</summary>
    /// <param name="command">Where they enter.</param>
    /// <param name="alive">The subtasks here.</param>
    public void Enter(EnterBarriers command, IReadOnlyCollection<SubtaskId> alive)
    {
        if (IsOver(command.Checkpoint, command.Kind.IsSavepoint)) return;
        if (command.Target is { } target)
        {
            foreach (var subtask in alive) Tell(new SubtaskProtocol.AimSavepoint(subtask, command.Checkpoint, target));
        }

        foreach (var entry in command.Entries)
        {
            var subtask = new SubtaskId(id.Job, id.Number, entry.Vertex, entry.Subtask);
            // A barrier that overtakes from here on goes out again by those that have said their part, too.
            if (!alive.Contains(subtask) || (command.Mode != CheckpointMode.Unaligned && _said.ContainsKey((command.Checkpoint, NumberOf(subtask))))) continue;
            // It comes again, behind the one that was lost.
            if (entry.Behind is { } before && !_entered.Contains((before, NumberOf(subtask))) && !_said.ContainsKey((before, NumberOf(subtask)))) continue;
            _entered.Add((command.Checkpoint, NumberOf(subtask)));
            Tell(new SubtaskProtocol.EnterBarrier(subtask, command.Checkpoint, command.Kind, command.Mode, entry.Splits) { IsNative = command.IsNative });
        }

        foreach (var awaited in command.Awaited)
        {
            if (_said.TryGetValue((command.Checkpoint, awaited), out var said)) effects.Add(new NodeEffect.Pass(id, said));
        }
    }

    /// <summary>A subtask has taken its part.</summary>
    public void On(SubtaskProtocol.CheckpointTaken e) =>
        Pass(e.Checkpoint, e.Kind.IsSavepoint, e.Subtask, new SubtaskCheckpoint(id, e.Checkpoint, e.Kind, e.Target, e.Subtask.Vertex, e.Snapshot, e.Commits, e.Times));

    /// <summary>A subtask could not write its part.</summary>
    public void On(SubtaskProtocol.CheckpointNotWritten e) =>
        Pass(e.Checkpoint, isSavepoint: false, e.Subtask, new SubtaskCheckpointFailed(id, e.Checkpoint, e.Subtask.Vertex, e.Subtask.Index, e.Cause));

    /// <summary>A checkpoint is over. What was heard before is passed over.</summary>
    /// <param name="command">Which one.</param>
    /// <param name="alive">The subtasks here.</param>
    public void End(EndCheckpoint command, IReadOnlyCollection<SubtaskId> alive)
    {
        var underWay = command.UnderWay ?? [];
        if (!(command.IsComplete ? Complete(command.Checkpoint) : Abort(command.Checkpoint, underWay))) return;
        foreach (var over in _said.Keys.Where(k => IsOver(k.Checkpoint, _savepoints.Contains(k.Checkpoint))).ToList()) _said.Remove(over);
        _entered.RemoveWhere(e => e.Checkpoint <= command.Checkpoint && !underWay.Contains(e.Checkpoint));
        foreach (var subtask in alive) Tell(new SubtaskProtocol.CheckpointOver(subtask, command.Checkpoint, command.IsComplete) { UnderWay = command.UnderWay });
    }

    private bool Complete(long checkpoint)
    {
        if (checkpoint <= _completed) return false;
        _completed = checkpoint;
        return true;
    }

    // What has been over is not under way again, whatever is late.
    private bool Abort(long checkpoint, IReadOnlyList<long> underWay)
    {
        if (checkpoint < _aborted) return _goOn.Remove(checkpoint);
        // Said again, it stands for the news of lower ones that was lost.
        if (checkpoint == _aborted) return _goOn.RemoveWhere(lower => !underWay.Contains(lower)) > 0;
        _goOn.UnionWith(underWay.Where(lower => lower > _aborted).ToList());
        _goOn.IntersectWith(underWay);
        _aborted = checkpoint;
        return true;
    }

    // Told also of what is over: then its files are deleted.
    private void Pass(long checkpoint, bool isSavepoint, SubtaskId subtask, IControlEvent said)
    {
        if (isSavepoint) Remember(checkpoint);
        if (!IsOver(checkpoint, isSavepoint)) _said[(checkpoint, NumberOf(subtask))] = said;
        effects.Add(new NodeEffect.Pass(id, said));
    }

    private void Remember(long savepoint)
    {
        if (!_savepoints.Add(savepoint) || _savepoints.Count <= SavepointsMax) return;
        var oldest = _savepoints.Min;
        _savepoints.Remove(oldest);
        foreach (var over in _said.Keys.Where(k => k.Checkpoint == oldest).ToList()) _said.Remove(over);
    }

    private bool IsOver(long checkpoint, bool isSavepoint) => (checkpoint <= _aborted && !_goOn.Contains(checkpoint)) || (isSavepoint ? checkpoint == _completed : checkpoint <= _completed);

    private void Tell(SubtaskProtocol.ICommand command) => effects.Add(new NodeEffect.Tell(command));

    private static SubtaskNumber NumberOf(SubtaskId subtask) => new(subtask.Vertex, subtask.Index);
}
