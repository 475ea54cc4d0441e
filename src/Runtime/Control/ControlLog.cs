using FlowActors.Runtime.Control.Coordination;
using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Logging;
using FlowActors.Runtime.Checkpoints.Coordination;
using Microsoft.Extensions.Logging;

namespace FlowActors.Runtime.Control;

/// <summary>What the control plane logs.</summary>
internal static partial class ControlLog
{
    [LoggerMessage(EventIds.NodeRegistered, LogLevel.Debug, "Node {Node} registered; it takes frames at {Endpoint}")]
    public static partial void NodeRegistered(ILogger log, string node, Transport.DataEndpoint endpoint);

    [LoggerMessage(EventIds.NodeRefused, LogLevel.Error, "Node {Node} gets no subtasks: {Reason}")]
    public static partial void NodeRefused(ILogger log, string node, string reason);

    [LoggerMessage(EventIds.ProcessGone, LogLevel.Warning, "The process of node {Node} is gone: nobody listens there. It is taken out of the cluster")]
    public static partial void ProcessGone(ILogger log, string node);

    [LoggerMessage(EventIds.NodeDrains, LogLevel.Information, "Node {Node} is being drained: its slots go to other nodes")]
    public static partial void NodeDrains(ILogger log, string node);

    [LoggerMessage(
        EventIds.OtherBuilds, LogLevel.Warning,
        "Node {Node} has another build than the node of the job manager of {Jobs}: it gets no slots of these jobs. Nodes of one build run a job; 'job upgrade' brings it to another one")]
    public static partial void OtherBuilds(ILogger log, string node, string jobs);

    [LoggerMessage(
        EventIds.StoodStill, LogLevel.Warning,
        "The process of node {Node} stood still for {Duration}: the others may go on without it. It answers nobody until it has heard from most of them for as long as they take to put it out")]
    public static partial void StoodStill(ILogger log, string node, TimeSpan duration);

    [LoggerMessage(
        EventIds.JoinsFolder, LogLevel.Warning,
        "Node {Node} is the first of its seed nodes, but begins no cluster: that of {Members} uses the same data folder, and lives. It joins those")]
    public static partial void JoinsFolder(ILogger log, string node, string members);

    [LoggerMessage(
        EventIds.CertificateEnds, LogLevel.Warning,
        "The certificate of node {Node} ends at {End:u}. Replace its files and restart the nodes one after the other before that: no connection is made with it then, and a node that starts later and reaches only some of the others may be put out with them")]
    public static partial void CertificateEnds(ILogger log, string node, DateTimeOffset end);

    [LoggerMessage(
        EventIds.CertificateOver, LogLevel.Error,
        "The certificate of node {Node} has ended at {End:u}: connections that stand go on, and none is made any more. Replace its files and restart this node before any other")]
    public static partial void CertificateOver(ILogger log, string node, DateTimeOffset end);

    [LoggerMessage(EventIds.FolderUnread, LogLevel.Warning, "Node {Node} looks in vain whether the cluster of its data folder still lives: {Reason}")]
    public static partial void FolderUnread(ILogger log, string node, string reason);

    [LoggerMessage(EventIds.FolderOfOthers, LogLevel.Warning, "Node {Node} is in a cluster that it may not lead yet: {Reason}")]
    public static partial void FolderOfOthers(ILogger log, string node, string reason);

    [LoggerMessage(EventIds.NodeDrained, LogLevel.Information, "Node {Node} has no slots any more, and leaves the cluster")]
    public static partial void NodeDrained(ILogger log, string node);

    [LoggerMessage(EventIds.DrainHeldUp, LogLevel.Warning, "Node {Node} is to leave, and waits for job '{JobName}' ({Job}), which has slots there: {Reason}")]
    public static partial void DrainHeldUp(ILogger log, string node, string jobName, JobId job, string reason);

    [LoggerMessage(EventIds.DrainRefused, LogLevel.Warning, "Node {Node} was to be drained, and is not: {Reason}")]
    public static partial void DrainRefused(ILogger log, string node, string reason);

    [LoggerMessage(EventIds.NodeNotDrained, LogLevel.Warning, "Node {Node} leaves with the slots that it has: {Reason}")]
    public static partial void NodeNotDrained(ILogger log, string node, string reason);

    [LoggerMessage(EventIds.NodeLost, LogLevel.Warning, "Node {Node} is gone")]
    public static partial void NodeLost(ILogger log, string node);

    [LoggerMessage(EventIds.NodeStarted, LogLevel.Debug, "Node {Node} has started")]
    public static partial void NodeStarted(ILogger log, string node);

    [LoggerMessage(EventIds.NodeStartedAt, LogLevel.Information, "Node started at {Node}; it takes frames at {Endpoint}")]
    public static partial void NodeStartedAt(ILogger log, string node, Transport.DataEndpoint endpoint);

    [LoggerMessage(EventIds.NodeStopped, LogLevel.Debug, "Node {Node} has stopped")]
    public static partial void NodeStopped(ILogger log, string node);

    [LoggerMessage(
        EventIds.NodeAbandoned, LogLevel.Warning, "User code does not react to being interrupted; its threads are left behind after {Timeout}")]
    public static partial void NodeAbandoned(ILogger log, TimeSpan timeout);

    [LoggerMessage(
        EventIds.JournalTaken, LogLevel.Error,
        "The job manager of another node has taken the journal (epoch {Epoch}, after epoch {Own} here): the cluster has gone on without this node, which decides nothing any more, and ends")]
    public static partial void JournalTaken(ILogger log, long epoch, long own);

    [LoggerMessage(
        EventIds.JournalAway, LogLevel.Warning, "The journal in {Where} takes nothing: {Reason}. What runs goes on; decisions are written again until it answers, for {Patience} at most")]
    public static partial void JournalAway(ILogger log, string where, string reason, TimeSpan patience);

    [LoggerMessage(EventIds.JobSubmitted, LogLevel.Information, "Job '{JobName}' ({JobId}) was submitted")]
    public static partial void JobSubmitted(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(EventIds.JobRefused, LogLevel.Warning, "Job '{JobName}' ({JobId}) was refused: {Reason}")]
    public static partial void JobRefused(ILogger log, string jobName, JobId jobId, string reason, Exception? cause);

    [LoggerMessage(EventIds.JobWaitsForSlots, LogLevel.Warning, "Job '{JobName}' ({JobId}) does not run. {Reason}")]
    public static partial void JobWaitsForSlots(ILogger log, string jobName, JobId jobId, string reason);

    [LoggerMessage(
        EventIds.JobNotBuilt, LogLevel.Warning, "Job '{JobName}' ({JobId}) of an earlier run cannot be built any more; it is not resumed")]
    public static partial void JobNotBuilt(ILogger log, string jobName, JobId jobId, Exception cause);

    [LoggerMessage(EventIds.AttemptStarted, LogLevel.Information, "Job '{JobName}' ({JobId}) starts attempt {Attempt} of region {Region}")]
    public static partial void AttemptStarted(ILogger log, string jobName, JobId jobId, int attempt, int region);

    [LoggerMessage(
        EventIds.RegionRestarted, LogLevel.Information, "Job '{JobName}' ({JobId}): region {Region} of {Regions} (operators {Operators}) restarts from {Start}; {Others}")]
    public static partial void RegionRestarted(ILogger log, string jobName, JobId jobId, int region, int regions, string operators, string start, string others);

    [LoggerMessage(EventIds.CommitStarted, LogLevel.Debug, "Job '{JobName}' ({JobId}) has ended its input and commits")]
    public static partial void CommitStarted(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(
        EventIds.ResultsUnseen,
        LogLevel.Warning,
        "Job '{JobName}': the sink [{SinkId}] '{Sink}' shows its results only when the job has ended well, but the source [{SourceId}] '{Source}' " +
        "never ends, so nothing will be seen. Use a sink that shows each record as it comes, such as Print or ForEach, or give the source an end")]
    public static partial void ResultsUnseen(ILogger log, string jobName, int sinkId, string sink, int sourceId, string source);

    [LoggerMessage(
        EventIds.UidsDerived,
        LogLevel.Warning,
        "Job '{JobName}' ({JobId}): these operators have state and no uid of their own: {Operators}. Their uids are derived from the program before them, and " +
        "their state is lost when that changes. Give each one by WithUid")]
    public static partial void UidsDerived(ILogger log, string jobName, JobId jobId, string operators);

    [LoggerMessage(
        EventIds.AttemptFailed,
        LogLevel.Warning,
        "Job '{JobName}' ({JobId}) failed in attempt {Attempt}, operator {Operator}, vertex {Vertex}, subtask {Subtask}")]
    public static partial void AttemptFailed(
        ILogger log, string jobName, JobId jobId, int attempt, string? @operator, int? vertex, int? subtask, Exception cause);

    [LoggerMessage(EventIds.RestartScheduled, LogLevel.Information, "Job '{JobName}' ({JobId}) restarts at {DueAt}")]
    public static partial void RestartScheduled(ILogger log, string jobName, JobId jobId, DateTimeOffset dueAt);

    [LoggerMessage(EventIds.CancelRequested, LogLevel.Information, "Job '{JobName}' ({JobId}) is to be cancelled")]
    public static partial void CancelRequested(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(EventIds.JobFinished, LogLevel.Information, "Job '{JobName}' ({JobId}) has finished")]
    public static partial void JobFinished(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(
        EventIds.JobFailed,
        LogLevel.Error,
        "Job '{JobName}' ({JobId}) has failed in attempt {Attempt}, operator {Operator}, vertex {Vertex}, subtask {Subtask}, and {Reason}")]
    public static partial void JobFailed(
        ILogger log, string jobName, JobId jobId, int attempt, string? @operator, int? vertex, int? subtask, string reason, Exception cause);

    [LoggerMessage(EventIds.JobCancelled, LogLevel.Information, "Job '{JobName}' ({JobId}) is cancelled")]
    public static partial void JobCancelled(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(
        EventIds.StopTimedOut,
        LogLevel.Warning,
        "Job '{JobName}' ({JobId}) gives attempt {Attempt} up although subtasks on {Count} nodes did not stop in time, the first of them {Node}")]
    public static partial void StopTimedOut(ILogger log, string jobName, JobId jobId, int attempt, int count, string node);

    [LoggerMessage(
        EventIds.LeaseLost, LogLevel.Error, "Attempt {Attempt} is stopped on this node: nothing was heard of its coordinator for {Lease}")]
    public static partial void LeaseLost(ILogger log, string attempt, TimeSpan lease);

    [LoggerMessage(EventIds.FiguresUnread, LogLevel.Warning, "The figures of job {JobId} cannot be read on this node")]
    public static partial void FiguresUnread(ILogger log, JobId jobId, Exception cause);

    [LoggerMessage(EventIds.EnumeratorNotClosed, LogLevel.Warning, "The enumerator of source '{Operator}' of job '{JobName}' ({JobId}) failed when it was closed")]
    public static partial void EnumeratorNotClosed(ILogger log, string jobName, JobId jobId, string? @operator, Exception cause);

    [LoggerMessage(EventIds.JobResumed, LogLevel.Information, "Job '{JobName}' ({JobId}) goes on in this run of the process")]
    public static partial void JobResumed(ILogger log, string jobName, JobId jobId);

    [LoggerMessage(
        EventIds.JobRescaled, LogLevel.Information, "Job '{JobName}' ({JobId}) goes on from checkpoint {Checkpoint}, at which it stands still, with a parallelism of {To}, which was {From} ({Why})")]
    public static partial void JobRescaled(ILogger log, string jobName, JobId jobId, RescaleCause why, int from, int to, long checkpoint);

    [LoggerMessage(EventIds.RescaleRefused, LogLevel.Warning, "Job '{JobName}' ({JobId}) was to have a parallelism of {Parallelism}, and stays as it is: {Reason}")]
    public static partial void RescaleRefused(ILogger log, string jobName, JobId jobId, int parallelism, string reason);

    [LoggerMessage(
        EventIds.RescaleDone,
        LogLevel.Information,
        "All of job '{JobName}' ({JobId}) run again ({Why}): records stood still for {Pause} (align {Align}, snapshot {Snapshot}, move {Move}, restore {Restore}, resume {Resume}), and {Bytes} bytes of state came to another node")]
    public static partial void RescaleDone(
        ILogger log, string jobName, JobId jobId, RescaleCause why, TimeSpan pause, TimeSpan align, TimeSpan snapshot, TimeSpan move, TimeSpan restore, TimeSpan resume, long? bytes);

    [LoggerMessage(EventIds.RescaleFailed, LogLevel.Warning, "Job '{JobName}' ({JobId}) was not brought from a parallelism of {From} to {To} ({Why}): {Reason}")]
    public static partial void RescaleFailed(ILogger log, string jobName, JobId jobId, RescaleCause why, int from, int to, string reason);

    [LoggerMessage(EventIds.JobHalted, LogLevel.Error, "Job '{JobName}' ({JobId}) stays stopped: {Reason}")]
    public static partial void JobHalted(ILogger log, string jobName, JobId jobId, string reason);

    [LoggerMessage(EventIds.CheckpointCompleted, LogLevel.Debug, "Job '{JobName}' ({JobId}) has completed checkpoint {Checkpoint} ({Kind}, {Bytes} bytes, of which {Written} were written for it) after {Duration}")]
    public static partial void CheckpointCompleted(ILogger log, string jobName, JobId jobId, long checkpoint, CheckpointKind kind, long bytes, long written, TimeSpan duration);

    [LoggerMessage(EventIds.CheckpointsUnreadable, LogLevel.Warning, "Job '{JobName}' ({JobId}) cannot read checkpoints {Checkpoints} and starts from an older one")]
    public static partial void CheckpointsUnreadable(ILogger log, string jobName, JobId jobId, string checkpoints);

    [LoggerMessage(EventIds.CheckpointFilesNotDeleted, LogLevel.Warning, "Job '{JobName}' ({JobId}) could not delete files of checkpoints that it needs no more: {Reason}")]
    public static partial void CheckpointFilesNotDeleted(ILogger log, string jobName, JobId jobId, string reason);

    [LoggerMessage(EventIds.CheckpointStorageFailed, LogLevel.Error, "Job '{JobName}' ({JobId}) failed to use the storage of its checkpoints")]
    public static partial void CheckpointStorageFailed(ILogger log, string jobName, JobId jobId, Exception cause);

    [LoggerMessage(EventIds.JournalNotShortened, LogLevel.Warning, "What {PersistenceId} needs no more could not be deleted from the journal")]
    public static partial void JournalNotShortened(ILogger log, string persistenceId, Exception cause);

    [LoggerMessage(EventIds.JournalFailed, LogLevel.Error, "The journal of {PersistenceId} failed; its actor is started again")]
    public static partial void JournalFailed(ILogger log, string persistenceId, Exception cause);
}
