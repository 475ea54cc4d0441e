using System.Collections.Immutable;
using System.Text.Json.Serialization;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Protocols;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Deployment;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>
/// What a job's coordinator is told, and what it answers, besides what it says to the agents of nodes (their protocol) and to the
/// job manager (its protocol).
/// </summary>
internal static class JobCoordinatorProtocol
{
    /// <summary>A message of a client about one job; the job manager passes it on to the job's coordinator.</summary>
    public interface IJobMessage : IControlMessage
    {
        JobId Job { get; }
    }

    /// <summary>Stop the job; answered by <see cref="CancelTaken"/>.</summary>
    public sealed record CancelJob(JobId Job) : IJobMessage, IControlCommand;

    /// <summary>The cancel is written down, or the job had ended.</summary>
    public sealed record CancelTaken(JobId Job) : IControlEvent;

    /// <summary>
    /// Go on with a job that an earlier run of the process has left, or that stands still; answered by <see cref="ResumeTaken"/>. One that runs is left alone.
    /// </summary>
    /// <param name="Job">The job.</param>
    /// <param name="Arguments">Its arguments from here on; null for those that it had.</param>
    public sealed record ResumeJob(JobId Job, IReadOnlyDictionary<string, string>? Arguments) : IJobMessage, IControlCommand;

    /// <summary>The job goes on; whether it can is told by its status.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Checkpoint">The checkpoint that it goes on from; null when none is kept.</param>
    public sealed record ResumeTaken(JobId Job, long? Checkpoint) : IControlEvent;

    /// <summary>
    /// Take a checkpoint or a savepoint; answered by <see cref="SnapshotAnswer"/> when it is complete, or will not be, or at once by
    /// <see cref="SnapshotProtocol.SnapshotRequest"/>.
    /// </summary>
    /// <param name="Job">The job.</param>
    /// <param name="Request">Names the request, which may be repeated.</param>
    /// <param name="Kind">What it is for.</param>
    /// <param name="Target">The folder of a savepoint; null of a checkpoint.</param>
    public sealed record TakeSnapshot(JobId Job, string Request, CheckpointKind Kind, string? Target) : IJobMessage, IControlCommand
    {
        /// <summary>Whether a savepoint is to have the native form.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsNative { get; init; }

        /// <summary>Whether it is answered at once, by how far it is.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsReportedAtOnce { get; init; }

        /// <summary>
        /// When the request of that name has failed of which its asker knows: if that is still all there is, it is tried again. Null: what became of it is told. A message that
        /// arrives twice tries nothing twice.
        /// </summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public DateTimeOffset? Again { get; init; }
    }

    /// <summary>What became of a snapshot that was asked for.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Checkpoint">Its number; null when there is none.</param>
    /// <param name="Target">The folder of a savepoint.</param>
    /// <param name="Failure">Why there is none; null when there is.</param>
    public sealed record SnapshotAnswer(JobId Job, long? Checkpoint, string? Target, string? Failure) : IControlEvent;

    /// <summary>Answered at once by <see cref="JobView"/>.</summary>
    public sealed record GetJob(JobId Job) : IJobMessage, IControlQuery;

    /// <summary>Answered by <see cref="JobView"/> when the job has ended.</summary>
    public sealed record AwaitJobEnd(JobId Job) : IJobMessage, IControlQuery;

    /// <summary>Where a job stands.</summary>
    public sealed record JobView(
        JobSpec Job,
        JobStatus Status,
        int Attempt,
        DateTimeOffset SubmittedAt,
        DateTimeOffset? StartedAt,
        DateTimeOffset? EndedAt,
        IReadOnlyList<AttemptFailure> Failures,
        string? Reason,
        IReadOnlyDictionary<string, AccumulatorValue> Accumulators) : IControlEvent
    {
        /// <summary>The number of the last attempt of each region, by region; empty before the first.</summary>
        public ImmutableSortedDictionary<int, int> Attempts { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

        /// <summary>The last checkpoint that is complete; null when none is.</summary>
        public long? Checkpoint { get; init; }

        /// <summary>The checkpoint or savepoint that the last attempt began with; null when it began with nothing.</summary>
        public long? Restored { get; init; }

        /// <summary>The build of it that its coordinator has, and its attempts begin with; null where all nodes have the same.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? Build { get; init; }

        /// <summary>The metrics of the job as a whole; null while the job is not led.</summary>
        public IReadOnlyDictionary<string, double>? Metrics { get; init; }
    }

    /// <summary>
    /// Somebody reads a checkpoint, which is not deleted meanwhile, or goes on to do so: to be repeated within the time of a lease. Answered by
    /// <see cref="LeaseAnswer"/>.
    /// </summary>
    /// <param name="Job">The job.</param>
    /// <param name="Reader">Names who reads.</param>
    /// <param name="Checkpoint">The checkpoint; null for the last one that is complete.</param>
    public sealed record LeaseCheckpoint(JobId Job, string Reader, long? Checkpoint) : IJobMessage, IControlCommand;

    /// <summary>Whether a checkpoint may be read.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Lease">The checkpoint, or why not.</param>
    /// <param name="Time">How long the lease lasts.</param>
    public sealed record LeaseAnswer(JobId Job, CheckpointLease Lease, TimeSpan Time) : IControlEvent;

    /// <summary>Somebody has read a checkpoint. Not answered: a lease ends by itself, too.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Reader">Names who has read.</param>
    /// <param name="Checkpoint">The checkpoint.</param>
    /// <param name="HasNext">Whether somebody may come for more of it: another page, or what else it has.</param>
    public sealed record EndLease(JobId Job, string Reader, long Checkpoint, bool HasNext) : IJobMessage, IControlCommand;

    /// <summary>Which vertices has the job? Answered by <see cref="Vertices"/>.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="From">The first one that is asked for.</param>
    public sealed record GetVertices(JobId Job, int From) : IJobMessage, IControlQuery;

    /// <summary>A page of the vertices of a job, by id.</summary>
    public sealed record Vertices(IReadOnlyList<VertexLine> All, bool More) : IControlEvent;

    /// <summary>Which checkpoints are under way, and for whom do they wait? Answered by <see cref="PendingCheckpoints"/>.</summary>
    public sealed record GetPendingCheckpoints(JobId Job) : IJobMessage, IControlQuery;

    /// <summary>The checkpoints under way, the oldest ones.</summary>
    public sealed record PendingCheckpoints(IReadOnlyList<PendingLine> All) : IControlEvent;

    /// <summary>From the job manager: where the slots of the job's next attempts live.</summary>
    public sealed record JobPlaced(JobId Job, int Request, AttemptPlacement Placement) : IControlEvent;

    /// <summary>From the job manager: the job cannot be placed, and waiting will not help.</summary>
    public sealed record PlacementRefused(JobId Job, int Request, string Reason) : IControlEvent;

    /// <summary>From the job manager: there is no room for the job's slots yet. The coordinator asks again.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Request">The one of <see cref="Management.JobManagerProtocol.PlaceJob"/>.</param>
    /// <param name="Reason">What it waits for, and what to do.</param>
    public sealed record PlacementDelayed(JobId Job, int Request, string Reason) : IControlEvent;

    /// <summary>From the job manager: a node has left the cluster, or is gone.</summary>
    public sealed record NodeLost(string Node) : IControlEvent;

    /// <summary>From the job manager: slots of the job are to live elsewhere. Dropped where the job cannot stand still now.</summary>
    /// <param name="Job">The job.</param>
    /// <param name="Why">Why.</param>
    public sealed record MoveSlots(JobId Job, RescaleCause Why) : IControlCommand;

    /// <summary>From the job manager: a node runs an attempt of the job.</summary>
    public sealed record AttemptFound(AttemptId Attempt, string Node) : IControlEvent;
}
