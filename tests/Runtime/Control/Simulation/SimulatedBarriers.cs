using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>
/// The checkpoints of one simulated subtask: it takes its part when it was asked to and has no sender that still sends, or when all that send to it
/// have handed the barrier on.
/// </summary>
internal sealed class SimulatedBarriers(ControlSimulation simulation, SimulatedNode node, SubtaskId id)
{
    private readonly SimulatedJob _job = simulation.JobOf(id.Job);
    private readonly CheckpointGraph _flow = node.FlowOf(id);
    private readonly SortedDictionary<long, CheckpointBarrier> _known = [];
    private readonly HashSet<(long Checkpoint, SubtaskId From)> _delivered = [];
    private readonly Dictionary<long, string> _targets = [];
    private readonly Dictionary<long, CheckpointBarrier> _aimless = [];
    private readonly List<DataBarrier> _arriving = [];
    private readonly HashSet<long> _over = [];
    private long _handedOn;
    private long _latest;
    private long? _standsStillAt;

    /// <summary>Whether it stands still at a barrier.</summary>
    public bool StandsStill => _standsStillAt is not null;

    private int Index => _flow.IndexOf(new SubtaskNumber(id.Vertex, id.Index));

    private IEnumerable<SubtaskId> Senders => _flow.Upstream[Index].Select(IdOf);

    public void Enter(CheckpointBarrier barrier)
    {
        if (barrier.Checkpoint > _latest && !_over.Contains(barrier.Checkpoint)) _known[barrier.Checkpoint] = barrier;
        Pass();
    }

    // A channel keeps its order.
    public void Deliver(DataBarrier barrier)
    {
        _arriving.Add(barrier);
        while (_arriving.Find(b => b.Before == 0 || _delivered.Contains((b.Before, b.From))) is { } next)
        {
            _arriving.Remove(next);
            _delivered.Add((next.Barrier.Checkpoint, next.From));
            Enter(next.Barrier);
        }
    }

    public void Aim(long checkpoint, string target)
    {
        _targets[checkpoint] = target;
        if (_aimless.Remove(checkpoint, out var waiting)) Say(waiting);
    }

    public void End(long checkpoint, bool isComplete, IReadOnlyList<long> underWay)
    {
        if (isComplete)
        {
            node.RecordsOf(id).Complete(checkpoint);
            return;
        }

        foreach (var over in _aimless.Keys.Where(IsOver).ToList()) _aimless.Remove(over);
        if (_standsStillAt is { } standing && IsOver(standing)) _standsStillAt = null;
        foreach (var over in _known.Keys.Where(IsOver).ToList()) _known.Remove(over);
        _over.Add(checkpoint);
        if (underWay.Count == 0) _latest = Math.Max(_latest, checkpoint);
        Pass();

        bool IsOver(long number) => number <= checkpoint && !underWay.Contains(number);
    }

    /// <summary>Takes what can be taken by now.</summary>
    public void Pass()
    {
        while (_known.Count > 0)
        {
            var barrier = _known.Values.First();
            if (node.Subtasks.GetValueOrDefault(id) is not (SubtaskPhase.Running or SubtaskPhase.Finishing)) return;
            var senders = Senders.ToList();
            if (!HasEnded(id) && !senders.TrueForAll(s => _delivered.Contains((barrier.Checkpoint, s)) || HasEnded(s))) return;
            _known.Remove(barrier.Checkpoint);
            Take(barrier);
        }
    }

    private void Take(CheckpointBarrier barrier)
    {
        _latest = barrier.Checkpoint;
        if (barrier.Kind == CheckpointKind.DrainWithSavepoint && !HasEnded(id)) node.ReachEndOfInput(id);
        if (barrier.StandsStill) _standsStillAt = barrier.Checkpoint;
        node.RecordsOf(id).Take(barrier.Checkpoint);
        foreach (var receiver in _flow.Downstream[Index].Select(IdOf))
        {
            if (simulation.NodeOf(receiver) is { } there) simulation.Send(there.Name, new DataBarrier(id, receiver, barrier, _handedOn));
        }

        _handedOn = barrier.Checkpoint;

        if (barrier.Kind.IsSavepoint && !_targets.ContainsKey(barrier.Checkpoint)) _aimless[barrier.Checkpoint] = barrier;
        else Say(barrier);
    }

    // Nobody asks those any more that outlive their job.
    private void Say(CheckpointBarrier barrier)
    {
        if (simulation.RecordOf(id.Job).End is not null) return;
        if (node.FailsNextPart)
        {
            node.FailsNextPart = false;
            simulation.Send(node.Name, new SubtaskProtocol.CheckpointNotWritten(id, barrier.Checkpoint, "no room"));
            return;
        }

        var target = _targets.GetValueOrDefault(barrier.Checkpoint);
        var handle = _job.Storage.Write(barrier.Checkpoint, target, id.ToString());
        var snapshot = new SubtaskSnapshot(id.Index, false, [], [handle], []) { HasEnded = HasEnded(id) };
        simulation.Send(node.Name, new SubtaskProtocol.CheckpointTaken(id, barrier.Checkpoint, barrier.Kind, target, snapshot, false, default));
    }

    private bool HasEnded(SubtaskId subtask) => simulation.NodeOf(subtask)?.Subtasks[subtask] >= SubtaskPhase.Finishing;

    private SubtaskId IdOf(int index) => new(id.Job, id.Attempt, _flow.Subtasks[index].Vertex, _flow.Subtasks[index].Index);
}
