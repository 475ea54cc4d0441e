using FlowActors.Graph;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>A job of a simulation, and what was seen of it.</summary>
/// <param name="spec">The job.</param>
/// <param name="graph">Its graph.</param>
/// <param name="shape">What its coordinator knows of it.</param>
/// <param name="checkpoints">How it takes checkpoints; null when it takes none.</param>
/// <param name="plan">Its plan at other parallelisms.</param>
internal sealed class SimulatedJob(JobSpec spec, ExecutionGraph graph, JobShape shape, CheckpointSettings? checkpoints = null, Func<ResolvedParallelism, ExecutionGraph>? plan = null)
{
    private readonly Dictionary<int, (ExecutionGraph Graph, CheckpointGraph Flow)> _plans = [];
    private static readonly RestartStrategy Restarts = new RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1));

    public JobSpec Spec => spec;

    public ExecutionGraph Graph => graph;

    public JobShape Shape => shape;

    /// <summary>How it takes checkpoints; null when it takes none.</summary>
    public CheckpointSettings? Checkpoints => checkpoints;

    /// <summary>Where its checkpoints are.</summary>
    public SimulatedStorage Storage { get; } = new();

    /// <summary>What its subtasks have shown.</summary>
    public SimulatedOutput Output { get; } = new();

    /// <summary>The regions in which something has failed.</summary>
    public HashSet<int> FailedRegions { get; } = [];

    /// <summary>Looks on.</summary>
    public CheckpointWatch Watch => field ??= new CheckpointWatch(this);

    /// <summary>Its plan by a specification of it, and who sends to whom then.</summary>
    public (ExecutionGraph Graph, CheckpointGraph Flow) At(JobSpec of)
    {
        var parallelism = of.Parallelism!;
        if (_plans.TryGetValue(parallelism.Parallelism, out var known)) return known;
        var planned = plan!(parallelism);
        return _plans[parallelism.Parallelism] = (planned, ShapeOf(planned).Checkpoints!.ToCheckpointGraph());
    }

    /// <summary>What its coordinator knows of it at another parallelism.</summary>
    public JobShape ShapeAt(JobSpec of) => ShapeOf(At(of).Graph);

    private JobShape ShapeOf(ExecutionGraph planned) => JobShape.Of(planned, takesCheckpoints: checkpoints is not null);

    public bool IsAccepted { get; set; }

    public bool WasCancelled { get; set; }

    /// <summary>The subtasks that have made their results visible.</summary>
    public HashSet<SubtaskId> Committed { get; } = [];

    /// <summary>The most attempts of one region whose operators were open at once.</summary>
    public int WorkingAttemptsMax { get; private set; }

    /// <summary>A job of one to three regions.</summary>
    public static SimulatedJob Make(ControlSimulation simulation)
    {
        var takes = simulation.Faults.Checkpoints;
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2, RestartStrategy = takes ? new RestartStrategy.FixedDelay(8, TimeSpan.FromSeconds(1)) : Restarts });
        for (var region = 0; region < simulation.Random.Next(1, 4); region++)
        {
            var source = env.FromSequence(1, 9);
            if (IsFixed()) source.WithParallelism(simulation.Random.Next(1, 4));
            var map = source.Rebalance().Map(x => x);
            if (IsFixed()) map.WithParallelism(simulation.Random.Next(1, 4));
            map.Discard();
        }

        var program = env.BuildGraph("job");
        var graph = ExecutionGraph.Of(JobPlanner.Plan(program));
        var id = new JobId($"{simulation.Random.NextInt64():x16}{simulation.Random.NextInt64():x16}");
        return new SimulatedJob(
            new JobSpec(id, "job", null, new Dictionary<string, string>(), ResolvedParallelism.Of(graph.Job)),
            graph,
            JobShape.Of(graph, takesCheckpoints: takes),
            takes ? SettingsOf(simulation.Random) : null,
            parallelism => ExecutionGraph.Of(JobPlanner.Plan(program, parallelism)));

        bool IsFixed() => !simulation.Faults.Rescales || simulation.Random.Next(3) == 0;
    }

    private static CheckpointSettings SettingsOf(Random random) => new()
    {
        Interval = random.Next(5) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(100, 3_000)),
        Timeout = TimeSpan.FromMinutes(10),
        MaxConcurrent = random.Next(1, 4),
        TolerableFailures = random.Next(0, 3),
        Retained = random.Next(1, 3),
    };

    public void Observe(IEnumerable<SimulatedNode> nodes)
    {
        var working = nodes.SelectMany(n => n.Subtasks).Where(s => s.Key.Job == spec.Id && s.Value >= SubtaskPhase.Ready)
            .GroupBy(s => graph.RegionOf(s.Key.Vertex));
        foreach (var region in working)
            WorkingAttemptsMax = Math.Max(WorkingAttemptsMax, region.Select(s => s.Key.Attempt).Distinct().Count());
    }
}
