using System.Collections.Concurrent;

namespace FlowActors.Runtime.Subtasks.Deployment;

/// <summary>The attempts that were handed to a node; written by its agent, read by its subtasks as they come into being. Thread-safe.</summary>
/// <param name="node">The node.</param>
internal sealed class NodeDeployments(string node)
{
    private readonly ConcurrentDictionary<AttemptId, AttemptDeployment> _all = new();

    public void Add(AttemptDeployment deployment) => _all[deployment.Attempt] = deployment;

    public void Clear() => _all.Clear();

    public void Remove(AttemptId attempt) => _all.TryRemove(attempt, out _);

    /// <summary>
    /// The deployment that a subtask belongs to; null when the subtask is to live on another node, though the node may have a share
    /// of its attempt, and when the attempt was not handed to this node, or is over.
    /// </summary>
    public AttemptDeployment? Find(SubtaskId subtask)
    {
        foreach (var (id, deployment) in _all)
        {
            if (id.Job == subtask.Job && id.Number == subtask.Attempt && deployment.Graph.RegionOf(subtask.Vertex) == id.Region)
                return deployment.Placement.NodeOf(subtask.Index).Node == node ? deployment : null;
        }

        return null;
    }
}
