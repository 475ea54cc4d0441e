using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>The failures that the agent of a node notices itself.</summary>
internal static class NodeFailures
{
    public static SubtaskFailure LeaseLost(string node, TimeSpan lease) => SubtaskFailure.Noticed(
        FailureKind.LeaseLost,
        $"Node {node} heard nothing of the job's coordinator for longer than {lease} (flowactors.coordinator.lease), so it stopped its " +
        "part of the attempt.");

    public static NodeFailure Fenced(string node) => new(null, null, SubtaskFailure.Noticed(
        FailureKind.SubtaskLost, $"The attempt was stopped on node {node} before it was deployed there."));

    public static NodeFailure SubtaskLost(SubtaskId subtask) => new(subtask.Vertex, subtask.Index, SubtaskFailure.Noticed(
        FailureKind.SubtaskLost,
        $"Subtask {subtask.Index} of vertex {subtask.Vertex} ended without saying why. The log of its node may tell more."));

    public static NodeFailure Misplaced(SubtaskProtocol.Misplaced found, string planned) => new(
        found.Subtask.Vertex,
        found.Subtask.Index,
        SubtaskFailure.Noticed(
            FailureKind.Misplaced,
            $"The shard of subtask {found.Subtask.Index} of vertex {found.Subtask.Vertex} stays on node {found.Node} and did not come to " +
            $"{planned}, where it was to be. Is the singleton of cluster sharding at work (akka.cluster.sharding)?"));
}
