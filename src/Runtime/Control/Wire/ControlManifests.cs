using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace FlowActors.Runtime.Control.Wire;

/// <summary>The names of control messages and events on the wire and in journals, each with its version. Never reused.</summary>
internal static class ControlManifests
{
    private static readonly (string Manifest, Func<JsonTypeInfo> Type)[] All =
    [
        ("deploy.v2", () => ControlJson.Default.Deploy),
        ("open.v1", () => ControlJson.Default.Open),
        ("start.v1", () => ControlJson.Default.Start),
        ("finish.v1", () => ControlJson.Default.Finish),
        ("take-splits.v1", () => ControlJson.Default.TakeSplits),
        ("enter-barrier.v1", () => ControlJson.Default.EnterBarrier),
        ("aim-savepoint.v1", () => ControlJson.Default.AimSavepoint),
        ("checkpoint-over.v1", () => ControlJson.Default.CheckpointOver),
        ("checkpoint-taken.v1", () => ControlJson.Default.CheckpointTaken),
        ("checkpoint-not-written.v1", () => ControlJson.Default.CheckpointNotWritten),
        ("stop.v1", () => ControlJson.Default.Stop),
        ("deployed.v1", () => ControlJson.Default.Deployed),
        ("misplaced.v1", () => ControlJson.Default.Misplaced),
        ("ready.v1", () => ControlJson.Default.Ready),
        ("running.v1", () => ControlJson.Default.Running),
        ("reader-told.v1", () => ControlJson.Default.ReaderTold),
        ("finishing.v2", () => ControlJson.Default.Finishing),
        ("finished.v1", () => ControlJson.Default.Finished),
        ("failed.v2", () => ControlJson.Default.Failed),
        ("stopped.v1", () => ControlJson.Default.Stopped),
        ("deploy-attempt.v1", () => ControlJson.Default.DeployAttempt),
        ("advance-attempt.v1", () => ControlJson.Default.AdvanceAttempt),
        ("attempt-report.v1", () => ControlJson.Default.AttemptReport),
        ("enter-barriers.v1", () => ControlJson.Default.EnterBarriers),
        ("end-checkpoint.v1", () => ControlJson.Default.EndCheckpoint),
        ("subtask-checkpoint.v1", () => ControlJson.Default.SubtaskCheckpoint),
        ("subtask-checkpoint-failed.v1", () => ControlJson.Default.SubtaskCheckpointFailed),
        ("reader-report.v1", () => ControlJson.Default.ReaderReport),
        ("assign-splits.v1", () => ControlJson.Default.AssignSplits),
        ("forget-job.v1", () => ControlJson.Default.ForgetJob),
        ("node-registered.v1", () => ControlJson.Default.NodeRegistered),
        ("begin-drain.v1", () => ControlJson.Default.BeginDrain),
        ("move-slots.v1", () => ControlJson.Default.MoveSlots),
        ("drain-node.v1", () => ControlJson.Default.DrainNode),
        ("drain-taken.v1", () => ControlJson.Default.DrainTaken),
        ("drain-refused.v1", () => ControlJson.Default.DrainRefused),
        ("slots-stay.v1", () => ControlJson.Default.SlotsStay),
        ("node-refused.v1", () => ControlJson.Default.NodeRefused),
        ("forget-figures.v1", () => ControlJson.Default.ForgetFigures),
        ("get-job-figures.v3", () => ControlJson.Default.GetJobFigures),
        ("job-figures.v2", () => ControlJson.Default.JobFigures),
        ("get-node-view.v1", () => ControlJson.Default.GetNodeView),
        ("node-view.v1", () => ControlJson.Default.NodeView),
        ("get-node-threads.v1", () => ControlJson.Default.GetNodeThreads),
        ("node-threads.v1", () => ControlJson.Default.NodeThreads),
        ("get-node-logs.v1", () => ControlJson.Default.GetNodeLogs),
        ("node-logs.v1", () => ControlJson.Default.NodeLogs),
        ("get-disposal.v1", () => ControlJson.Default.GetDisposal),
        ("disposal-seen.v1", () => ControlJson.Default.DisposalSeen),
        ("get-states.v1", () => ControlJson.Default.GetStates),
        ("node-states.v1", () => ControlJson.Default.NodeStates),
        ("get-keys.v1", () => ControlJson.Default.GetKeys),
        ("node-keys.v1", () => ControlJson.Default.NodeKeys),
        ("watch-key.v1", () => ControlJson.Default.WatchKey),
        ("key-seen.v1", () => ControlJson.Default.KeySeen),
        ("end-watch.v1", () => ControlJson.Default.EndWatch),
        ("get-scan.v1", () => ControlJson.Default.GetScan),
        ("node-scan.v1", () => ControlJson.Default.NodeScan),
        ("cancel-job.v1", () => ControlJson.Default.CancelJob),
        ("cancel-taken.v1", () => ControlJson.Default.CancelTaken),
        ("resume-job.v1", () => ControlJson.Default.ResumeJob),
        ("resume-taken.v1", () => ControlJson.Default.ResumeTaken),
        ("take-snapshot.v1", () => ControlJson.Default.TakeSnapshot),
        ("snapshot-answer.v1", () => ControlJson.Default.SnapshotAnswer),
        ("lease-checkpoint.v1", () => ControlJson.Default.LeaseCheckpoint),
        ("lease-answer.v1", () => ControlJson.Default.LeaseAnswer),
        ("end-lease.v1", () => ControlJson.Default.EndLease),
        ("get-snapshot-request.v1", () => ControlJson.Default.GetSnapshotRequest),
        ("snapshot-request.v1", () => ControlJson.Default.SnapshotRequest),
        ("get-checkpoints.v1", () => ControlJson.Default.GetCheckpoints),
        ("job-checkpoints.v1", () => ControlJson.Default.JobCheckpoints),
        ("get-checkpoint-parts.v1", () => ControlJson.Default.GetCheckpointParts),
        ("checkpoint-parts.v1", () => ControlJson.Default.CheckpointParts),
        ("rescale-job.v1", () => ControlJson.Default.RescaleJob),
        ("get-rescale-request.v1", () => ControlJson.Default.GetRescaleRequest),
        ("rescale-request.v1", () => ControlJson.Default.RescaleRequest),
        ("get-rescales.v1", () => ControlJson.Default.GetRescales),
        ("job-rescales.v1", () => ControlJson.Default.JobRescales),
        ("get-job.v1", () => ControlJson.Default.GetJob),
        ("await-job-end.v1", () => ControlJson.Default.AwaitJobEnd),
        ("job-view.v2", () => ControlJson.Default.JobView),
        ("get-vertices.v1", () => ControlJson.Default.GetVertices),
        ("vertices.v1", () => ControlJson.Default.Vertices),
        ("get-pending-checkpoints.v1", () => ControlJson.Default.GetPendingCheckpoints),
        ("pending-checkpoints.v1", () => ControlJson.Default.PendingCheckpoints),
        ("job-placed.v1", () => ControlJson.Default.JobPlaced),
        ("placement-refused.v2", () => ControlJson.Default.PlacementRefused),
        ("placement-delayed.v1", () => ControlJson.Default.PlacementDelayed),
        ("node-lost.v1", () => ControlJson.Default.NodeLost),
        ("attempt-found.v1", () => ControlJson.Default.AttemptFound),
        ("submit-job.v1", () => ControlJson.Default.SubmitJob),
        ("job-accepted.v1", () => ControlJson.Default.JobAccepted),
        ("job-refused.v1", () => ControlJson.Default.JobRefused),
        ("job-unknown.v1", () => ControlJson.Default.JobUnknown),
        ("get-jobs.v2", () => ControlJson.Default.GetJobs),
        ("jobs.v2", () => ControlJson.Default.Jobs),
        ("get-nodes.v1", () => ControlJson.Default.GetNodes),
        ("nodes.v2", () => ControlJson.Default.Nodes),
        ("register-node.v3", () => ControlJson.Default.RegisterNode),
        ("place-job.v1", () => ControlJson.Default.PlaceJob),
        ("claim-placement.v1", () => ControlJson.Default.ClaimPlacement),
        ("job-ended.v1", () => ControlJson.Default.JobEnded),
        ("event.manager-started.v1", () => ControlJson.Default.ManagerStarted),
        ("event.job-listed.v2", () => ControlJson.Default.JobListed),
        ("event.job-closed.v1", () => ControlJson.Default.JobClosed),
        ("event.job-forgotten.v1", () => ControlJson.Default.JobForgotten),
        ("event.job-submitted.v2", () => ControlJson.Default.JobSubmitted),
        ("event.attempt-started.v2", () => ControlJson.Default.AttemptStarted),
        ("event.attempt-failed.v2", () => ControlJson.Default.AttemptFailed),
        ("event.restart-scheduled.v1", () => ControlJson.Default.RestartScheduled),
        ("event.cancel-requested.v1", () => ControlJson.Default.CancelRequested),
        ("event.commit-started.v1", () => ControlJson.Default.CommitStarted),
        ("event.job-resumed.v1", () => ControlJson.Default.JobResumed),
        ("event.rescaled.v1", () => ControlJson.Default.Rescaled),
        ("event.rescale-ended.v1", () => ControlJson.Default.RescaleEnded),
        ("event.checkpoint-decided.v1", () => ControlJson.Default.CheckpointDecided),
        ("event.job-kept.v1", () => ControlJson.Default.JobKept),
        ("event.job-finished.v1", () => ControlJson.Default.JobFinished),
        ("event.job-failed.v1", () => ControlJson.Default.JobFailed),
        ("event.job-cancelled.v1", () => ControlJson.Default.JobCancelled),
    ];

    private static readonly FrozenDictionary<string, Func<JsonTypeInfo>> ByManifest = All.ToFrozenDictionary(m => m.Manifest, m => m.Type);

    private static readonly FrozenDictionary<Type, (string Manifest, Func<JsonTypeInfo> Type)> ByType =
        All.ToFrozenDictionary(m => m.Type().Type, m => m);

    /// <summary>Every manifest, in the order above.</summary>
    public static IEnumerable<string> Names => All.Select(m => m.Manifest);

    /// <summary>Every type, in the order above.</summary>
    public static IEnumerable<Type> Types => All.Select(m => m.Type().Type);

    /// <summary>The manifest of a message's type, with its JSON form.</summary>
    /// <exception cref="ArgumentException">The type is not a control message.</exception>
    public static (string Manifest, JsonTypeInfo Type) Of(Type type) => ByType.TryGetValue(type, out var entry)
        ? (entry.Manifest, entry.Type())
        : throw new ArgumentException($"{type} has no manifest: add it to {nameof(ControlManifests)} and {nameof(ControlJson)}.");

    /// <summary>The JSON form that a manifest names.</summary>
    /// <exception cref="System.Runtime.Serialization.SerializationException">Nothing here has that manifest.</exception>
    public static JsonTypeInfo Find(string manifest) => ByManifest.TryGetValue(manifest, out var type)
        ? type()
        : throw new System.Runtime.Serialization.SerializationException(
            $"Nothing is known of a control message '{manifest}': it comes from another version of FlowActors.");
}
