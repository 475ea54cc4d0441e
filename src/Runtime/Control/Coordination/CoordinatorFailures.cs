using FlowActors.Runtime.Tasks;
using static FlowActors.Runtime.Control.CoordinatorProtocol;

namespace FlowActors.Runtime.Control;

/// <summary>The failures that the coordinator itself notices.</summary>
internal static class CoordinatorFailures
{
    /// <summary>What the types of the coordinator's own failures begin with.</summary>
    private const string Prefix = "FlowActors.";

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

    public static SubtaskFailure TooManyAccumulators(int count) => Of(
        Prefix + "TooManyAccumulators",
        $"The subtasks of the job have more than {count - 1} accumulators of different names, which together take more than the " +
        $"{ControlLimits.AccumulatorBytesMax} bytes that a job may have. Accumulators are for a few sums of a whole job: emit what belongs " +
        "to single keys as records.");

    /// <summary>True for a failure that no exception stands behind.</summary>
    public static bool IsOwn(SubtaskFailure failure) => failure.Type.StartsWith(Prefix, StringComparison.Ordinal) && failure.Message == failure.Details;

    public static SubtaskFailure NotPlaced(string reason) => Of("FlowActors.NotPlaced", reason);

    public static SubtaskFailure Misplaced(SubtaskMisplaced found, SlotLocation planned) => Of(
        "FlowActors.SubtaskMisplaced",
        $"Subtask {found.Subtask.Index} of vertex {found.Subtask.Vertex} was started on node {found.Node} instead of {planned.Node}, " +
        $"where shard {planned.ShardId} was expected. The next attempt uses the place where the shard is.");

    private static SubtaskFailure Of(string type, string message) => new(null, type, message, message);
}
