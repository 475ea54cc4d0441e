using FlowActors.Graph;
using FlowActors.Runtime.Control;
using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Tests.Control.Simulation;

/// <summary>A job of a simulation, and what was seen of it.</summary>
internal sealed class SimulatedJob(JobSpec spec, ExecutionGraph graph, JobShape shape)
{
    private static readonly RestartStrategy Restarts = new RestartStrategy.FixedDelay(3, TimeSpan.FromSeconds(1));

    public JobSpec Spec => spec;

    public ExecutionGraph Graph => graph;

    public JobShape Shape => shape;

    public bool IsAccepted { get; set; }

    public bool WasCancelled { get; set; }

    /// <summary>The subtasks that have made their results visible.</summary>
    public HashSet<SubtaskId> Committed { get; } = [];

    /// <summary>The most attempts of one region whose operators were open at once.</summary>
    public int WorkingAttemptsMax { get; private set; }

    /// <summary>A job of one to three regions.</summary>
    public static SimulatedJob Make(ControlSimulation simulation)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2, RestartStrategy = Restarts });
        for (var region = 0; region < simulation.Random.Next(1, 4); region++)
        {
            env.FromSequence(1, 9).WithParallelism(simulation.Random.Next(1, 4))
                .Rebalance().Map(x => x).WithParallelism(simulation.Random.Next(1, 4)).Discard();
        }

        var graph = ExecutionGraph.Of(JobPlanner.Plan(env.BuildGraph("job")));
        var id = new JobId($"{simulation.Random.NextInt64():x16}{simulation.Random.NextInt64():x16}");
        return new SimulatedJob(new JobSpec(id, "job", null, new Dictionary<string, string>()), graph, JobShape.Of(graph, takesCheckpoints: false));
    }

    public void Observe(IEnumerable<SimulatedNode> nodes)
    {
        var working = nodes.SelectMany(n => n.Subtasks).Where(s => s.Key.Job == spec.Id && s.Value >= SubtaskPhase.Ready)
            .GroupBy(s => graph.RegionOf(s.Key.Vertex));
        foreach (var region in working)
            WorkingAttemptsMax = Math.Max(WorkingAttemptsMax, region.Select(s => s.Key.Attempt).Distinct().Count());
    }
}
