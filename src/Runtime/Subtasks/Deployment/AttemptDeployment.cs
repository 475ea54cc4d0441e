using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.LocalRecovery;

namespace FlowActors.Runtime.Subtasks.Deployment;

/// <summary>What all subtasks of an attempt on one node are built from; handed to the node once.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Graph">The execution graph, built on this node and found equal to the one that was submitted.</param>
/// <param name="Placement">Where the slots live.</param>
internal sealed record AttemptDeployment(AttemptId Attempt, ExecutionGraph Graph, AttemptPlacement Placement)
{
    private readonly Lazy<bool> _isDebugBuild = new(() => DebugBuild.Made(Graph.Job));

    /// <summary>Where the job's snapshots are; null where it takes none.</summary>
    public ICheckpointStorage? Storage { get; init; }

    /// <summary>What the node keeps of the job's checkpoints on its own disk; null where it keeps nothing.</summary>
    public LocalCopies? Copies { get; init; }

    /// <summary>What the attempt begins with; null for nothing.</summary>
    public RestoredSnapshot? Restored { get; init; }

    /// <summary>Whether the job ends with what it begins with: its subtasks stand still until they finish.</summary>
    public bool StandsStill { get; init; }

    /// <summary>Whether the application was built for debugging; looked at once for all subtasks.</summary>
    public bool IsDebugBuild => _isDebugBuild.Value;

    /// <summary>The number of the region on the wire.</summary>
    public ulong Region { get; } = RegionNumber.Of(Attempt.Job, Attempt.Region);

    /// <summary>The attempt's subtasks that live on a node, by vertex, then index.</summary>
    public IEnumerable<SubtaskId> SubtasksOn(string node)
    {
        foreach (var vertex in Graph.Regions[Attempt.Region].Vertices)
        {
            for (var index = 0; index < Graph.Job.Vertices[vertex].Parallelism; index++)
            {
                if (Placement.NodeOf(index).Node == node) yield return new SubtaskId(Attempt.Job, Attempt.Number, vertex, index);
            }
        }
    }
}
