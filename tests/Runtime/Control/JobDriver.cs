using FlowActors.Graph;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Metadata;
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
    private readonly JobSpec _spec;
    private readonly StreamGraph _program;
    private readonly bool _takesCheckpoints;
    private readonly CoordinatorSettings _settings;

    public JobDriver(bool takesCheckpoints = false, int restarts = 9, bool restartsRegions = true, bool isFixed = true)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 1, RestartStrategy = new RestartStrategy.FixedDelay(restarts, TimeSpan.FromSeconds(1)) });
        foreach (var parallelism in new[] { 2, 1 })
        {
            var map = env.FromSequence(1, 9).WithParallelism(parallelism).Map(x => x);
            if (isFixed || parallelism == 2) map.WithParallelism(parallelism);
            map.Discard().WithParallelism(parallelism);
        }

        _program = env.BuildGraph("job");
        var graph = ExecutionGraph.Of(JobPlanner.Plan(_program));
        _shape = JobShape.Of(graph, takesCheckpoints);
        _spec = new JobSpec(JobId.Create(), "job", null, new Dictionary<string, string>(), ResolvedParallelism.Of(graph.Job));
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

    /// <summary>Whether enumerators have assigned all their splits.</summary>
    public bool HasAssignedAll { get; set; }

    /// <summary>How many slots there are.</summary>
    public int SlotsMax { get; set; } = 2;

    /// <summary>Beyond which phase nothing gets; null for none.</summary>
    public SubtaskPhase? StopsAt { get; set; }

    /// <summary>Whether it is refused when there are too few; else it waits, as another node may join.</summary>
    public bool Refuses { get; init; } = true;

    /// <summary>Asks for another parallelism.</summary>
    /// <returns>What was told of it so far.</returns>
    public IReadOnlyList<RescaleNews> Rescale(int parallelism)
    {
        var before = Core.Record.Job!;
        var after = before.At(parallelism);
        var from = Effects.Count;
        Say(new RescalePlanned(parallelism, before, after, JobShape.Of(ExecutionGraph.Of(JobPlanner.Plan(_program, after.Parallelism)), _takesCheckpoints), RescaleCause.Requested));
        return NewsSince(from);
    }

    /// <summary>Slots are to move, as their node is drained.</summary>
    /// <returns>What the job manager was told of them; the last of it counts.</returns>
    public string? Move()
    {
        var from = Effects.Count;
        Say(RescalePlanned.Move(Core.Record.Job!, Core.Record.Shape!, RescaleCause.Drained));
        return ToldOfMove(from);
    }

    /// <summary>What the job manager was told last of slots that are to move, since so many effects.</summary>
    public string? ToldOfMove(int effects) => Effects.Skip(effects).OfType<CoordinatorEffect.TellMove>().Last().Reason;

    /// <summary>What was told of rescales since so many effects.</summary>
    public IReadOnlyList<RescaleNews> NewsSince(int effects) => [.. Effects.Skip(effects).OfType<CoordinatorEffect.TellRescale>().Select(t => t.News)];

    /// <summary>All subtasks take their part of the checkpoint under way, and its metadata is written.</summary>
    /// <param name="isLost">Whether the core is lost before it decides what follows from that.</param>
    /// <param name="partBytes">The size of each part.</param>
    public void Complete(bool isLost = false, long partBytes = 0)
    {
        var pending = Core.Pending.Single();
        var vertices = Core.Record.Shape!.Checkpoints!.Vertices;
        foreach (var subtask in pending.Subtasks)
        {
            var id = new AttemptId(_spec.Id, vertices[subtask.Vertex].Region, Core.Record.Attempts[vertices[subtask.Vertex].Region]);
            Say(new SubtaskCheckpoint(id, pending.Id, pending.Kind, null, subtask.Vertex, new SubtaskSnapshot(subtask.Index, false, [], partBytes > 0 ? [new StateHandle($"s{subtask.Vertex}-{subtask.Index}-{pending.Id}", partBytes, 0)] : [], []), false, default));
        }

        if (isLost) Journal.AddRange(Core.Handle(new SnapshotPublished(pending.Id, null, 1, null), Now).Events.TakeWhile(e => e is not CoordinatorEvents.Rescaled));
        else Say(new SnapshotPublished(pending.Id, null, 1, null));
    }

    /// <summary>The core is lost, and another one made from the journal.</summary>
    /// <param name="isResumed">Whether it is of another run of the process, whose code may be another one.</param>
    public void Begin(bool isResumed = false)
    {
        Core = new JobCore(1, _settings, () => 0.5);
        foreach (var decision in Journal) Core.Replay(decision);
        var start = new JobStart(_spec, _shape, _takesCheckpoints ? new CheckpointStart(new CheckpointSettings(), new Dictionary<long, KeptSnapshot>()) : null, isResumed);
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
                case CoordinatorEffect.Place e when e.Slots > SlotsMax && !Refuses: Say(new PlacementDelayed(_spec.Id, e.Request, "It waits for slots.")); break;
                case CoordinatorEffect.Place e when e.Slots > SlotsMax: Say(new PlacementRefused(_spec.Id, e.Request, "too few slots")); break;
                case CoordinatorEffect.Place e: Say(new JobPlaced(_spec.Id, e.Request, Placement)); break;
                case CoordinatorEffect.ToNode e:
                    Sent.Add((e.Node, e.Command));
                    Answer(e.Node, e.Command);
                    break;
                case CoordinatorEffect.SnapshotEnumerator e:
                    Say(new EnumeratorWritten(e.Attempt, e.Vertex, e.Checkpoint, e.Kind, e.Target, new StateHandle($"e{e.Vertex}", 1, 0), new long[2]) { HasAssignedAll = e.HasAssignedAll || HasAssignedAll });
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
            case AdvanceAttempt { Target: { } target and not SubtaskPhase.Gone } when target > StopsAt: break;
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
