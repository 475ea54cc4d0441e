using FlowActors.Graph;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Nodes;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Tests.Control.Simulation;
using FlowActors.Runtime.Transport;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;
using static FlowActors.Runtime.Control.Nodes.NodeAgentProtocol;

namespace FlowActors.Runtime.Tests.Control;

/// <summary>
/// The core of a job of two regions, the first with slots on the nodes a and b, the second on a only. Nodes and job manager answer at once what
/// the core asks for.
/// </summary>
internal sealed class JobDriver
{
    private static readonly AttemptPlacement Placement = new([new NodePlace("a", "run", default), new NodePlace("b", "run", default)], ["0", "1"], [0, 1]);
    private readonly Dictionary<(AttemptId Attempt, string Node), SubtaskPhase> _reached = [];
    private readonly JobShape _shape;
    private readonly JobSpec _spec = new(JobId.Create(), "job", null, new Dictionary<string, string>());
    private readonly bool _takesCheckpoints;
    private readonly CoordinatorSettings _settings;

    public JobDriver(bool takesCheckpoints = false, int restarts = 9, bool restartsRegions = true)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1, RestartStrategy = new RestartStrategy.FixedDelay(restarts, TimeSpan.FromSeconds(1)) });
        foreach (var parallelism in new[] { 2, 1 }) env.FromSequence(1, 9).WithParallelism(parallelism).Map(x => x).WithParallelism(parallelism).Discard();
        _shape = JobShape.Of(ExecutionGraph.Of(JobPlanner.Plan(env.BuildGraph("job"))), takesCheckpoints);
        _takesCheckpoints = takesCheckpoints;
        _settings = ControlSimulation.Settings with { RestartsRegions = restartsRegions };
        Begin();
    }

    public JobCore Core { get; private set; } = null!;

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public List<ICoordinatorEvent> Journal { get; } = [];

    /// <summary>What was sent to nodes.</summary>
    public List<(string Node, IAttemptCommand Command)> Sent { get; } = [];

    public List<CoordinatorEffect> Effects { get; } = [];

    /// <summary>The numbers of the attempts of the two regions.</summary>
    public (int First, int Second) Attempts => (Core.Record.Attempts[0], Core.Record.Attempts[1]);

    /// <summary>The regions whose subtasks finish when they are told to.</summary>
    public IReadOnlyCollection<int> FinishesOf { get; set; } = [0, 1];

    /// <summary>Whether a region was told to end since the last <see cref="Forget"/>.</summary>
    public bool WasStopped(int region) => Sent.Exists(s => s.Command is AdvanceAttempt { Target: SubtaskPhase.Gone } && s.Command.Attempt.Region == region);

    public void Forget() => Sent.Clear();

    /// <summary>The core is lost, and another one made from the journal.</summary>
    public void Begin()
    {
        Core = new JobCore(1, _settings, () => 0.5);
        foreach (var decision in Journal) Core.Replay(decision);
        var start = new JobStart(_spec, _shape, _takesCheckpoints ? new CheckpointStart(new CheckpointSettings(), new Dictionary<long, KeptSnapshot>()) : null);
        Take(Core.Start(start, canRun: true, Now));
    }

    public void Say(object message) => Take(Core.Handle(message, Now));

    public void Pass(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Say(Tick.Instance);
    }

    /// <summary>A subtask of a region fails.</summary>
    public void Fail(int region, FailureKind kind = FailureKind.Code)
    {
        var id = new AttemptId(_spec.Id, region, Core.Record.Attempts[region]);
        var failure = new NodeFailure(0, 0, new SubtaskFailure(kind, "Map", "System.Exception", "boom", ""));
        Say(new AttemptReport(id, "a", "run", IsKnown: true, _reached[(id, "a")], failure, null, IsStopping: false));
    }

    /// <summary>A region has ended its input.</summary>
    public void End(int region)
    {
        var id = new AttemptId(_spec.Id, region, Core.Record.Attempts[region]);
        foreach (var (_, node) in _reached.Keys.Where(k => k.Attempt == id).ToList()) Report(id, node, SubtaskPhase.Finishing);
    }

    private void Take(CoordinatorStep step)
    {
        Journal.AddRange(step.Events);
        Effects.AddRange(step.Effects);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case CoordinatorEffect.Place e: Say(new JobPlaced(_spec.Id, e.Request, Placement)); break;
                case CoordinatorEffect.ToNode e:
                    Sent.Add((e.Node, e.Command));
                    Answer(e.Node, e.Command);
                    break;
                case CoordinatorEffect.SnapshotEnumerator e:
                    Say(new EnumeratorWritten(e.Attempt, e.Vertex, e.Checkpoint, e.Kind, e.Target, new StateHandle($"e{e.Vertex}", 1, 0), new long[2]));
                    break;
            }
        }
    }

    private void Answer(string node, IAttemptCommand command)
    {
        switch (command)
        {
            case DeployAttempt e: Report(e.Attempt, node, SubtaskPhase.Deployed); break;
            case AdvanceAttempt { Target: SubtaskPhase.Finished } e when !FinishesOf.Contains(e.Attempt.Region): break;
            case AdvanceAttempt e: Report(e.Attempt, node, e.Target ?? SubtaskPhase.Unknown); break;
        }
    }

    private void Report(AttemptId id, string node, SubtaskPhase phase)
    {
        var reached = _reached.GetValueOrDefault((id, node));
        if (phase > reached) _reached[(id, node)] = reached = phase;
        Say(new AttemptReport(id, node, "run", IsKnown: reached > SubtaskPhase.Unknown, reached, null, null, IsStopping: reached == SubtaskPhase.Gone));
    }
}
