using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace FlowActors.Runtime.Control;

/// <summary>The names of control messages and events on the wire and in journals, each with its version. Never reused.</summary>
internal static class ControlManifests
{
    private static readonly (string Manifest, Func<JsonTypeInfo> Type)[] All =
    [
        ("deploy.v2", () => ControlJson.Default.Deploy),
        ("open.v1", () => ControlJson.Default.Open),
        ("start.v1", () => ControlJson.Default.Start),
        ("finish.v1", () => ControlJson.Default.Finish),
        ("stop.v1", () => ControlJson.Default.Stop),
        ("deployed.v1", () => ControlJson.Default.Deployed),
        ("ready.v1", () => ControlJson.Default.Ready),
        ("running.v1", () => ControlJson.Default.Running),
        ("finishing.v1", () => ControlJson.Default.Finishing),
        ("finished.v1", () => ControlJson.Default.Finished),
        ("failed.v1", () => ControlJson.Default.Failed),
        ("stopped.v1", () => ControlJson.Default.Stopped),
        ("cancel-job.v1", () => ControlJson.Default.CancelJob),
        ("cancel-taken.v1", () => ControlJson.Default.CancelTaken),
        ("get-job.v1", () => ControlJson.Default.GetJob),
        ("await-job-end.v1", () => ControlJson.Default.AwaitJobEnd),
        ("job-view.v1", () => ControlJson.Default.JobView),
        ("place-attempt.v1", () => ControlJson.Default.PlaceAttempt),
        ("attempt-placed.v2", () => ControlJson.Default.AttemptPlaced),
        ("placement-refused.v1", () => ControlJson.Default.PlacementRefused),
        ("shard-found.v1", () => ControlJson.Default.ShardFound),
        ("node-lost.v1", () => ControlJson.Default.NodeLost),
        ("job-ended.v1", () => ControlJson.Default.JobEnded),
        ("event.job-submitted.v1", () => ControlJson.Default.JobSubmitted),
        ("event.attempt-started.v1", () => ControlJson.Default.AttemptStarted),
        ("event.attempt-failed.v1", () => ControlJson.Default.AttemptFailed),
        ("event.restart-scheduled.v1", () => ControlJson.Default.RestartScheduled),
        ("event.cancel-requested.v1", () => ControlJson.Default.CancelRequested),
        ("event.job-finished.v1", () => ControlJson.Default.JobFinished),
        ("event.job-failed.v1", () => ControlJson.Default.JobFailed),
        ("event.job-cancelled.v1", () => ControlJson.Default.JobCancelled),
        ("event.job-kept.v1", () => ControlJson.Default.JobKept),
        ("submit-job.v1", () => ControlJson.Default.SubmitJob),
        ("job-accepted.v1", () => ControlJson.Default.JobAccepted),
        ("job-refused.v1", () => ControlJson.Default.JobRefused),
        ("job-unknown.v1", () => ControlJson.Default.JobUnknown),
        ("get-jobs.v2", () => ControlJson.Default.GetJobs),
        ("jobs.v2", () => ControlJson.Default.Jobs),
        ("event.job-listed.v1", () => ControlJson.Default.JobListed),
        ("event.job-closed.v1", () => ControlJson.Default.JobClosed),
        ("event.job-forgotten.v1", () => ControlJson.Default.JobForgotten),
        ("register-node.v1", () => ControlJson.Default.RegisterNode),
        ("node-registered.v1", () => ControlJson.Default.NodeRegistered),
        ("node-refused.v1", () => ControlJson.Default.NodeRefused),
        ("get-nodes.v1", () => ControlJson.Default.GetNodes),
        ("nodes.v2", () => ControlJson.Default.Nodes),
        ("interrupt-attempt.v1", () => ControlJson.Default.InterruptAttempt),
        ("forget-job.v1", () => ControlJson.Default.ForgetJob),
        ("forget-figures.v1", () => ControlJson.Default.ForgetFigures),
        ("get-job-figures.v2", () => ControlJson.Default.GetJobFigures),
        ("job-figures.v2", () => ControlJson.Default.JobFigures),
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
