using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>The failures of whole attempts that the control plane notices itself.</summary>
internal static class CoordinatorFailures
{
    public static SubtaskFailure ProcessEnded { get; } = SubtaskFailure.Noticed(
        FailureKind.ProcessEnded,
        "The process that ran the job ended before the job did, and there is no checkpoint to resume it from. Submit the job again.");

    public static SubtaskFailure NodeLost(string node) => SubtaskFailure.Noticed(
        FailureKind.NodeLost, $"Node {node} left the cluster or died, and with it its subtasks of the job.");

    public static SubtaskFailure NodeRestarted(string node) => SubtaskFailure.Noticed(
        FailureKind.NodeLost, $"The process of node {node} was started anew, and its subtasks of the job are gone.");

    public static SubtaskFailure NodeSilent(string node) => SubtaskFailure.Noticed(
        FailureKind.NodeLost, $"Node {node} does not say what it runs of the job, although it was asked again and again.");

    public static SubtaskFailure AttemptForgotten(string node) => SubtaskFailure.Noticed(
        FailureKind.SubtaskLost, $"Node {node} no longer has its subtasks of the attempt. The log of the node may tell more.");

    public static SubtaskFailure AttemptStopped(string node) => SubtaskFailure.Noticed(
        FailureKind.SubtaskLost,
        $"Node {node} was told to stop its subtasks of the attempt, by a coordinator that ended before it could write down why. The log tells more.");

    public static SubtaskFailure EnumeratorLost { get; } = SubtaskFailure.Noticed(
        FailureKind.NodeLost,
        "The job's coordinator was lost, and with it the enumerator of a source that may have splits to assign: which it had assigned since the last checkpoint nobody knows.");

    public static SubtaskFailure TooManyAccumulators(int count) => SubtaskFailure.Noticed(
        FailureKind.TooManyAccumulators,
        $"The subtasks of the job have {count} accumulators of different names, which together take more than the " +
        $"{ControlLimits.AccumulatorBytesMax} bytes that a job may have. Accumulators are for a few sums of a whole job: emit what belongs " +
        "to single keys as records.");

    public static SubtaskFailure CheckpointFailed(long checkpoint, AbortReason reason, string cause) => SubtaskFailure.Noticed(
        FailureKind.CheckpointFailed, $"Checkpoint {checkpoint} failed ({reason}), and no more failures are tolerable (flowactors.checkpoints.tolerable-failures): {cause}");

    public static SubtaskFailure NotRestored(string reason) => SubtaskFailure.Noticed(
        FailureKind.NotRestored, ControlText.Cut(reason, ControlLimits.ReasonBytesMax));

    /// <summary>Why a job stands still whose attempt could not read what it was to begin with.</summary>
    /// <param name="failure">What the attempt has told.</param>
    /// <param name="then">What to do when the file is mended.</param>
    public static string Unreadable(string failure, string then) => SnapshotReadException.SaysWhatToDo(failure)
        ? $"{failure} Then {then}."
        : $"{failure} Put an undamaged copy of the file in its place and {then}, or begin with another snapshot.";

    public static SubtaskFailure NotPlaced(string reason) => SubtaskFailure.Noticed(FailureKind.NotPlaced, reason);
}
