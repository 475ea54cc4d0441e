using FlowActors.State;

namespace FlowActors;

/// <summary>
/// A handle on a job that was submitted. Thread-safe; letting go of it does not touch the job. A job that has ended is not forgotten
/// while somebody in the job manager's process has a handle on it. Every call throws <see cref="ObjectDisposedException"/> once the
/// host was stopped, and so do calls that are under way then.
/// </summary>
public interface IJobClient
{
    /// <summary>The job's id.</summary>
    JobId JobId { get; }

    /// <summary>The job's name.</summary>
    string JobName { get; }

    /// <summary>Where the job stands.</summary>
    Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks the job to stop, whatever it is doing; returns when the request is taken. Harmless on a job that has ended.</summary>
    Task CancelAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a checkpoint now, beside those of the interval; while as many are under way as may be it waits for its turn, before those of the interval and behind savepoints.
    /// </summary>
    /// <returns>Its number, when it is complete and durable.</returns>
    /// <exception cref="CheckpointException">It did not complete, the job takes none now, or too many wait.</exception>
    Task<long> TriggerCheckpointAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a savepoint: a snapshot that belongs to whoever asked for it, whole in its folder, that can be moved. The job goes on.
    /// </summary>
    /// <param name="path">The folder, on a disk that all nodes share: made if it is missing, refused if it is not empty.</param>
    /// <param name="form">
    /// How keyed state is held. Canonical: any state backend reads it. Native: only the one that wrote it does; of a backend on disk it takes less work.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting, not the savepoint.</param>
    /// <exception cref="CheckpointException">It did not complete; the job goes on.</exception>
    Task TriggerSavepointAsync(string path, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes a savepoint with which the job ends well: sources stand still at its barrier, and sinks commit what came before. Returns when the savepoint
    /// is complete; the job has ended a moment later.
    /// </summary>
    /// <param name="path">The folder, as for <see cref="TriggerSavepointAsync"/>.</param>
    /// <param name="drain">
    /// True to end the input before: windows and timers fire as at the end of a bounded job, and what is restored from the savepoint has nothing
    /// left to read.
    /// </param>
    /// <param name="form">As for <see cref="TriggerSavepointAsync"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, not the savepoint.</param>
    /// <exception cref="CheckpointException">It did not complete; the job goes on.</exception>
    Task StopWithSavepointAsync(string path, bool drain = false, SnapshotForm form = SnapshotForm.Canonical, CancellationToken cancellationToken = default);

    /// <summary>Waits until the job has ended well.</summary>
    /// <exception cref="JobFailedException">The job failed.</exception>
    /// <exception cref="JobCancelledException">The job was cancelled.</exception>
    /// <exception cref="OperationCanceledException">The waiting, not the job, was cancelled by the token.</exception>
    Task<JobResult> WaitForEndAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The sums of all accumulators over all subtasks of the present attempt so far, or of the last one when the job has ended, by
    /// name: <see cref="long"/> or <see cref="double"/>.
    /// </summary>
    /// <exception cref="TimeoutException">A node does not answer: there are no sums of a part.</exception>
    Task<IReadOnlyDictionary<string, object>> GetAccumulatorsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// The metrics of every subtask of the present attempt, or the last ones of the last attempt when the job has ended; those of
    /// nodes that are gone are gone with them.
    /// </summary>
    /// <exception cref="TimeoutException">A node does not answer.</exception>
    Task<IReadOnlyList<SubtaskMetrics>> GetMetricsAsync(CancellationToken cancellationToken = default);

    /// <summary>The failures so far, latest last; at most the last 16.</summary>
    Task<IReadOnlyList<JobFailure>> GetExceptionsAsync(CancellationToken cancellationToken = default);
}

/// <summary>A job that has ended well.</summary>
/// <param name="JobId">Its id.</param>
/// <param name="Elapsed">From the start of its first attempt to its end.</param>
/// <param name="Accumulators">The final sums, by name: <see cref="long"/> or <see cref="double"/>.</param>
public sealed record JobResult(JobId JobId, TimeSpan Elapsed, IReadOnlyDictionary<string, object> Accumulators);

/// <summary>The metrics of one subtask at one moment, under Flink's names (<c>numRecordsIn</c>, <c>busyTimeMsPerSecond</c>, ...); <c>docs/metrics.md</c> says what each is.</summary>
/// <param name="Vertex">The name of the vertex.</param>
/// <param name="Subtask">The subtask, from 0.</param>
/// <param name="Node">The address of the node that runs it.</param>
/// <param name="Values">By name.</param>
public sealed record SubtaskMetrics(string Vertex, int Subtask, string Node, IReadOnlyDictionary<string, double> Values);

/// <summary>One failure of a job.</summary>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Operator">The operator's name; null when the failure was not in one.</param>
/// <param name="Subtask">The subtask; null when the failure was not in one.</param>
/// <param name="Message">Type and message of the exception.</param>
/// <param name="Details">The exception with its stack trace.</param>
/// <param name="At">When it was noticed.</param>
public sealed record JobFailure(int Attempt, string? Operator, int? Subtask, string Message, string Details, DateTimeOffset At)
{
    /// <summary>
    /// What the subtask was at, for people: <c>record 51</c> is the 51st that the head of the operator's chain has read in this attempt, where it
    /// has several inputs that of one of them (<c>record 51 of the second input</c>), in a source that of a split (<c>record 51 of split 'numbers'</c>);
    /// <c>timer of event time 1000, after record 51</c>, <c>the end of the input, after record 51</c>, <c>its opening</c>, <c>its closing</c> and the
    /// like are no records. Null when the failure was not in user code.
    /// </summary>
    public string? Position { get; init; }

    /// <summary>
    /// The text of the record that the operator's user function was given, cut to 1 KB of UTF-8; of a generator the record's number.
    /// Null when the application does not allow failures to show records (the default), and when no record was at hand.
    /// </summary>
    public string? Record { get; init; }
}
