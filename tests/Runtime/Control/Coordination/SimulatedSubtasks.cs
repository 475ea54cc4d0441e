using FlowActors.Runtime.Tasks;

namespace FlowActors.Runtime.Tests.Control.Coordination;

/// <summary>The subtasks of a job as a coordinator meets them: entities that come into being with any command and obey the protocol.</summary>
internal sealed class SimulatedSubtasks(Action<SubtaskProtocol.IEvent> tell, Action<SubtaskId> gone)
{
    private enum State
    {
        Created,
        Deployed,
        Ready,
        Running,
        Finishing,
    }

    private readonly Dictionary<SubtaskId, State> _alive = [];

    /// <summary>Every command that was obeyed, in order.</summary>
    public List<SubtaskProtocol.ICommand> Obeyed { get; } = [];

    public IReadOnlyCollection<SubtaskId> Alive => _alive.Keys;

    public IEnumerable<SubtaskId> Busy => _alive.Where(s => s.Value == State.Running).Select(s => s.Key);

    /// <summary>How many attempts have open operators at this moment.</summary>
    public int WorkingAttempts => _alive.Where(s => s.Value >= State.Ready).Select(s => s.Key.Attempt).Distinct().Count();

    public void Receive(SubtaskProtocol.ICommand command)
    {
        var id = command.Subtask;
        _alive.TryAdd(id, State.Created);
        Obeyed.Add(command);
        switch (command)
        {
            case SubtaskProtocol.Deploy: Reach(id, State.Created, State.Deployed, new SubtaskProtocol.Deployed(id)); break;
            case SubtaskProtocol.Open: Reach(id, State.Deployed, State.Ready, new SubtaskProtocol.Ready(id)); break;
            case SubtaskProtocol.Start:
                Reach(id, State.Ready, State.Running, new SubtaskProtocol.Running(id));
                if (_alive.GetValueOrDefault(id) == State.Finishing) tell(new SubtaskProtocol.Finishing(id));
                break;
            case SubtaskProtocol.Finish when _alive[id] == State.Finishing:
                End(id, new SubtaskProtocol.Finished(id, new Dictionary<string, AccumulatorValue> { ["n"] = new(1, null) }));
                break;
            case SubtaskProtocol.Stop: End(id, new SubtaskProtocol.Stopped(id)); break;
            default: Fail(id, "protocol"); break;
        }
    }

    public void ReachEndOfInput(SubtaskId id)
    {
        _alive[id] = State.Finishing;
        tell(new SubtaskProtocol.Finishing(id));
    }

    public void Fail(SubtaskId id, string message) => End(id, new SubtaskProtocol.Failed(id, new SubtaskFailure("Map", "System.Exception", message, message)));

    /// <summary>The node of the subtasks dies: nobody says a word.</summary>
    public void Lose(Func<SubtaskId, bool> isThere)
    {
        foreach (var id in _alive.Keys.Where(isThere).ToList()) _alive.Remove(id);
    }

    private void Reach(SubtaskId id, State from, State to, SubtaskProtocol.IEvent answer)
    {
        if (_alive[id] < from)
        {
            Fail(id, "protocol");
            return;
        }

        if (_alive[id] == from) _alive[id] = to;
        tell(answer);
    }

    private void End(SubtaskId id, SubtaskProtocol.IEvent last)
    {
        _alive.Remove(id);
        tell(last);
        gone(id);
    }
}
