using FlowActors.Runtime.Control;
using FlowActors.Runtime.Tasks;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Tests.Control.Coordination;

/// <summary>What may go wrong in a simulation.</summary>
internal sealed record Faults(bool BadNetwork, bool Failures, bool Cancel, bool NodeLoss);

/// <summary>
/// A coordinator core, simulated subtasks and a network between them, all driven by one seed: for a while messages are lost,
/// repeated and reordered and things fail, then all goes well until the job has ended.
/// </summary>
internal sealed class CoordinatorSimulation
{
    private const int ChaosSteps = 150;
    private const int StepsMax = 3000;

    private readonly Random _random;
    private readonly Faults _faults;
    private readonly CoordinatorCore _core;
    private readonly List<object> _network = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public CoordinatorSimulation(int seed, Faults faults, RestartStrategy restarts)
    {
        _random = new Random(seed);
        _faults = faults;
        _core = new CoordinatorCore(CoreDriver.Settings, "process", _random.NextDouble);
        Subtasks = new SimulatedSubtasks(_network.Add, id => _network.Add(new SubtaskGone(id)));
        int[] parallelism = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(1, 4))];
        Shape = new JobShape("hash", parallelism, [.. parallelism.Select(_ => false)], restarts);
        Take(_core.Start(Job, Shape, _now));
        for (var step = 0; step < StepsMax && _core.Record.End is null; step++) Step(step < ChaosSteps);
        while (_network.Count > 0) Deliver(0);
    }

    public JobSpec Job { get; } = new(JobId.Create(), "job", null, new Dictionary<string, string>());

    public JobShape Shape { get; }

    public SimulatedSubtasks Subtasks { get; }

    public CoordinatorCore Core => _core;

    public List<ICoordinatorEvent> Written { get; } = [];

    public bool WasCancelled { get; private set; }

    /// <summary>How many attempts had open operators at once, at most.</summary>
    public int WorkingAttemptsMax { get; private set; }

    private void Step(bool chaos)
    {
        WorkingAttemptsMax = Math.Max(WorkingAttemptsMax, Subtasks.WorkingAttempts);
        if (chaos && _random.Next(20) == 0 && Strike()) return;
        if (Subtasks.Busy.Any() && _random.Next(4) == 0)
        {
            Subtasks.ReachEndOfInput(Pick([.. Subtasks.Busy]));
        }
        else if (_network.Count > 0 && !(chaos && _random.Next(30) == 0))
        {
            Deliver(chaos && _faults.BadNetwork ? _random.Next(_network.Count) : 0, chaos && _faults.BadNetwork);
        }
        else if (_core.WakeAt is { } due)
        {
            if (due > _now) _now = due;
            Take(_core.Handle(Wake.Instance, _now));
        }
    }

    private bool Strike()
    {
        switch (_random.Next(3))
        {
            case 0 when _faults.Failures && Subtasks.Alive.Count > 0:
                Subtasks.Fail(Pick([.. Subtasks.Alive]), "boom");
                return true;
            case 1 when _faults.Cancel && !WasCancelled && _random.Next(3) == 0:
                WasCancelled = _core.Record.End is null;
                Take(_core.Handle(new CancelJob(Job.Id), _now));
                return true;
            case 2 when _faults.NodeLoss:
                var lost = _random.Next(Shape.Slots);
                Subtasks.Lose(id => id.Index == lost);
                _network.RemoveAll(m => m is SubtaskProtocol.ICommand c && c.Subtask.Index == lost);
                Take(_core.Handle(new NodeLost(CoreDriver.NodeOf(lost)), _now));
                return true;
            default:
                return false;
        }
    }

    private void Deliver(int position, bool bad = false)
    {
        var message = _network[position];
        var repeated = bad && _random.Next(10) == 0;
        if (!repeated) _network.RemoveAt(position);

        // Akka repeats system messages until they arrive; what a node is told of its own subtasks' end is one of these.
        if (bad && message is not SubtaskGone && _random.Next(10) == 0) return;
        if (message is SubtaskProtocol.ICommand command) Subtasks.Receive(command);
        else Take(_core.Handle(message, _now));
    }

    private void Take(CoordinatorStep step)
    {
        Written.AddRange(step.Events);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case CoordinatorEffect.Send e: _network.Add(e.Command); break;
                case CoordinatorEffect.Place e: _network.Add(new AttemptPlaced(Job.Id, e.Attempt, [.. Enumerable.Range(0, e.Slots).Select(Slot)])); break;
            }
        }
    }

    private SubtaskId Pick(List<SubtaskId> subtasks) => subtasks[_random.Next(subtasks.Count)];

    private static SlotLocation Slot(int i) => new($"{i}", CoreDriver.NodeOf(i), new DataEndpoint("127.0.0.1", 1000 + i));
}
