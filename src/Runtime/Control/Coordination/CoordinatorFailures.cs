using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>The failures that the coordinator itself notices.</summary>
internal static class CoordinatorFailures
{
    public static SubtaskFailure ProcessEnded { get; } = Of(
        "FlowActors.ProcessEnded",
        "The process that ran the job ended before the job did, and there is no checkpoint to resume it from. Submit the job again.");

    public static SubtaskFailure JournalLost { get; } = Of(
        "FlowActors.JournalFailed",
        "The journal of the job's coordinator could not be written, so its attempt was stopped. The log says what the journal complained of.");

    public static SubtaskFailure SubtaskLost(SubtaskId id) => Of(
        FailureRank.SubtaskLost,
        $"Subtask {id.Index} of vertex {id.Vertex} ended without saying why. The log of its node may tell more.");

    public static SubtaskFailure NodeLost(string node, int subtasks) => Of(
        FailureRank.NodeLost, $"Node {node} left the cluster or died, and with it {subtasks} subtasks of the job.");

    public static SubtaskFailure NotPlaced(string reason) => Of("FlowActors.NotPlaced", reason);

    public static SubtaskFailure Misplaced(SubtaskMisplaced found, SlotLocation planned) => Of(
        "FlowActors.SubtaskMisplaced",
        $"Subtask {found.Subtask.Index} of vertex {found.Subtask.Vertex} was started on node {found.Node} instead of {planned.Node}, " +
        $"where shard {planned.ShardId} was expected. The next attempt uses the place where the shard is.");

    private static SubtaskFailure Of(string type, string message) => new(null, type, message, message);
}
