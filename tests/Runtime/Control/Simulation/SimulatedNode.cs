using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>A node: its agent's core, and subtasks that obey the protocol and do nothing else.</summary>
internal sealed class SimulatedNode(ControlSimulation simulation, string name, string incarnation)
{
    private readonly HashSet<SubtaskId> _heard = [];
    private readonly Dictionary<SubtaskId, SimulatedBarriers> _barriers = [];
    private readonly Dictionary<SubtaskId, SimulatedRecords> _records = [];
    private readonly Dictionary<AttemptId, RestoreFrom?> _restores = [];
    private readonly Dictionary<AttemptId, CheckpointGraph> _flows = [];

    public string Name => name;

    public NodeAgentCore Core { get; } = new(name, incarnation, ControlSimulation.Settings);

    public NodeInfo Info { get; } = new(name, incarnation, new DataEndpoint("127.0.0.1", 1), 2, new Dictionary<string, string>());

    /// <summary>The subtasks that live, with what they were told last.</summary>
    public Dictionary<SubtaskId, SubtaskPhase> Subtasks { get; } = [];

    public IEnumerable<SubtaskId> Busy => Subtasks.Where(s => s.Value == SubtaskPhase.Running && !StandsStill(s.Key)).Select(s => s.Key);

    /// <summary>Whether the next part of a checkpoint cannot be written.</summary>
    public bool FailsNextPart { get; set; }

    public void Receive(object message)
    {
        if (message is DataBarrier barrier)
        {
            if (Subtasks.ContainsKey(barrier.To)) BarriersOf(barrier.To).Deliver(barrier);
            return;
        }

        if (message is SubtaskProtocol.IEvent e) _heard.Add(e.Subtask);
        if (message is SubtaskGone gone) _heard.Remove(gone.Subtask);
        foreach (var effect in Core.Handle(message, simulation.Now)) Do(effect);
    }

    public void ReachEndOfInput(SubtaskId id)
    {
        Subtasks[id] = SubtaskPhase.Finishing;
        simulation.Send(name, new SubtaskProtocol.Finishing(id, Counted));
        simulation.PassBarriers(id);
    }

    /// <summary>Takes what can be taken of checkpoints by now.</summary>
    public void PassBarriers(SubtaskId id) => _barriers.GetValueOrDefault(id)?.Pass();

    /// <summary>A record arrives.</summary>
    public void Read(SubtaskId id) => RecordsOf(id).Read();

    /// <summary>The records of a subtask that is open.</summary>
    public SimulatedRecords RecordsOf(SubtaskId id) => _records[id];

    private bool StandsStill(SubtaskId id) => _barriers.GetValueOrDefault(id)?.StandsStill == true || RestoreOf(id)?.EndsJob == true;

    private SimulatedBarriers BarriersOf(SubtaskId id) =>
        _barriers.TryGetValue(id, out var found) ? found : _barriers[id] = new SimulatedBarriers(simulation, this, id);

    public void Fail(SubtaskId id, string message) => End(
        id, new SubtaskProtocol.Failed(id, new SubtaskFailure(FailureKind.Code, "Map", "System.Exception", message, message)));

    private static Dictionary<string, AccumulatorValue> Counted { get; } = new() { ["n"] = new AccumulatorValue(1, null) };

    private void Do(NodeEffect effect)
    {
        switch (effect)
        {
            case NodeEffect.Build e:
                _restores[e.Attempt.Attempt] = e.Attempt.Restore;
                var (graph, flow) = simulation.JobOf(e.Attempt.Attempt.Job).At(e.Attempt.Job);
                _flows[e.Attempt.Attempt] = flow;
                simulation.Send(name, new GraphBuilt(new AttemptDeployment(e.Attempt.Attempt, graph, e.Attempt.Placement)));
                break;
            case NodeEffect.Tell e: Obey(e.Command); break;
            case NodeEffect.Report e: simulation.Send(null, e.Message); break;
            case NodeEffect.Pass e: simulation.Send(null, e.Message); break;
        }
    }

    private void Obey(SubtaskProtocol.ICommand command)
    {
        var id = command.Subtask;
        // Who was heard of is reached at its actor, which may be gone; others come into being with the command.
        if (_heard.Contains(id) && !Subtasks.ContainsKey(id)) return;
        Subtasks.TryAdd(id, SubtaskPhase.Unknown);
        switch (command)
        {
            case SubtaskProtocol.Deploy: Reach(id, SubtaskPhase.Unknown, SubtaskPhase.Deployed, new SubtaskProtocol.Deployed(id)); break;
            case SubtaskProtocol.Open:
                Reach(id, SubtaskPhase.Deployed, SubtaskPhase.Ready, new SubtaskProtocol.Ready(id));
                if (Subtasks.ContainsKey(id) && !_records.ContainsKey(id)) _records[id] = new SimulatedRecords(simulation.JobOf(id.Job).Output, id, RestoreOf(id), FlowOf(id).Subtasks.Count(s => s.Vertex == id.Vertex));
                break;
            case SubtaskProtocol.Start:
                Reach(id, SubtaskPhase.Ready, SubtaskPhase.Running, new SubtaskProtocol.Running(id));
                break;
            case SubtaskProtocol.EnterBarrier e: BarriersOf(id).Enter(new CheckpointBarrier(e.Checkpoint, e.Kind, e.Mode)); break;
            case SubtaskProtocol.AimSavepoint e: BarriersOf(id).Aim(e.Checkpoint, e.Target); break;
            case SubtaskProtocol.CheckpointOver when !_records.ContainsKey(id): break;
            case SubtaskProtocol.CheckpointOver e: BarriersOf(id).End(e.Checkpoint, e.IsComplete, e.UnderWay ?? []); break;
            // Of a job that has stopped with a savepoint, or begins again with its last checkpoint.
            case SubtaskProtocol.Finish when Subtasks[id] == SubtaskPhase.Finishing || (Subtasks[id] == SubtaskPhase.Running && simulation.Faults.Checkpoints && simulation.RecordOf(id.Job).IsCommittingIn(simulation.JobOf(id.Job).Graph.RegionOf(id.Vertex))):
                simulation.Jobs.First(j => j.Spec.Id == id.Job).Committed.Add(id);
                RecordsOf(id).Finish();
                End(id, new SubtaskProtocol.Finished(id, Counted));
                break;
            case SubtaskProtocol.Stop: End(id, new SubtaskProtocol.Stopped(id)); break;
            default: Fail(id, "protocol"); break;
        }
    }

    private void Reach(SubtaskId id, SubtaskPhase from, SubtaskPhase to, SubtaskProtocol.IEvent answer)
    {
        if (Subtasks[id] < from)
        {
            Fail(id, "protocol");
            return;
        }

        if (Subtasks[id] == from) Subtasks[id] = to;
        simulation.Send(name, answer);
        if (Subtasks[id] == SubtaskPhase.Finishing) simulation.Send(name, new SubtaskProtocol.Finishing(id, Counted));
    }

    private RestoreFrom? RestoreOf(SubtaskId id) => _restores[AttemptOf(id)];

    /// <summary>Who sends to whom in the attempt of a subtask.</summary>
    public CheckpointGraph FlowOf(SubtaskId id) => _flows[AttemptOf(id)];

    private AttemptId AttemptOf(SubtaskId id) => new(id.Job, simulation.JobOf(id.Job).Graph.RegionOf(id.Vertex), id.Attempt);

    private void End(SubtaskId id, SubtaskProtocol.IEvent last)
    {
        Subtasks.Remove(id);
        _barriers.Remove(id);
        _records.Remove(id);
        simulation.Send(name, last);
        simulation.Send(name, new SubtaskGone(id));
    }
}
