using System.Diagnostics;
using FlowActors.Runtime.Checkpoints.Coordination;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Says the decisions of a coordinator in the log.</summary>
internal static class CoordinatorEventLog
{
    private const int OperatorsMax = 8;

    // What fails outside of all operators.
    private const string None = "none";

    /// <summary>Says the decisions of one step, a failure that ends the job once.</summary>
    /// <param name="log">Where.</param>
    /// <param name="job">The job.</param>
    /// <param name="decisions">What was decided.</param>
    /// <param name="record">What stands by now: the failure that ends a job may have been written down by an earlier coordinator.</param>
    public static void Write(ILogger log, JobSpec job, IReadOnlyList<ICoordinatorEvent> decisions, JobRecord record)
    {
        for (var i = 0; i < decisions.Count; i++)
        {
            if (decisions[i] is AttemptFailed && i + 1 < decisions.Count && decisions[i + 1] is JobFailed) continue;
            if (decisions[i] is JobFailed end) WriteEnd(log, job, end, FailureOf(decisions, record));
            else Write(log, job, decisions[i]);
        }

        var starts = decisions.OfType<AttemptStarted>().ToList();
        foreach (var again in starts.Where(e => e.Attempt > 1)) WriteRestart(log, job, again, record.Shape!, starts.Count);
    }

    private static void WriteRestart(ILogger log, JobSpec job, AttemptStarted start, JobShape shape, int started)
    {
        var operators = shape.Checkpoints?.Vertices.Where(v => v.Region == start.Region).SelectMany(v => v.Operators).Select(o => o.Name).ToList() ?? [];
        ControlLog.RegionRestarted(
            log,
            job.JobName,
            job.Id,
            start.Region,
            shape.RegionSlots.Count,
            string.Join(", ", operators.Take(OperatorsMax)) + (operators.Count > OperatorsMax ? ", ..." : ""),
            start switch
            {
                { RestoredFolder: { } folder } => $"the savepoint {folder}",
                { RestoredCheckpoint: { } checkpoint } => $"checkpoint {checkpoint}",
                _ => "the beginning",
            },
            started < shape.RegionSlots.Count ? "the others go on" : "so do all others");
    }

    private static void Write(ILogger log, JobSpec job, ICoordinatorEvent decision)
    {
        switch (decision)
        {
            case JobSubmitted: break; // The job manager has said so.
            case JobKept: break; // Nothing new.
            case CheckpointDecided { Decision: CheckpointEvents.CheckpointCompleted { Checkpoint: var c } }:
                ControlLog.CheckpointCompleted(log, job.JobName, job.Id, c.Id, c.Kind, c.Bytes, c.Bytes - c.ReusedBytes, c.CompletedAt - c.TriggeredAt);
                break;
            case CheckpointDecided { Decision: CheckpointEvents.CheckpointsUnreadable e }:
                ControlLog.CheckpointsUnreadable(log, job.JobName, job.Id, string.Join(", ", e.Checkpoints));
                break;
            case JobResumed: ControlLog.JobResumed(log, job.JobName, job.Id); break;
            case Rescaled e: ControlLog.JobRescaled(log, job.JobName, job.Id, e.Why, e.From, e.To, e.Checkpoint); break;
            case RescaleEnded { Line: { Failure: { } why } line }: ControlLog.RescaleFailed(log, job.JobName, job.Id, line.Why, line.From, line.To, why); break;
            case RescaleEnded { Line: { Pause: { } pause } line }:
                ControlLog.RescaleDone(log, job.JobName, job.Id, line.Why, pause.Total, pause.Align, pause.Snapshot, pause.Move, pause.Restore, pause.Resume, line.BytesMoved);
                break;
            case CheckpointDecided: break; // What follows from others.
            case AttemptStarted e: ControlLog.AttemptStarted(log, job.JobName, job.Id, e.Attempt, e.Region); break;
            case AttemptFailed { Failure: var f }:
                ControlLog.AttemptFailed(log, job.JobName, job.Id, f.Attempt, f.Cause.Operator ?? None, f.Vertex, f.Subtask, ExceptionOf(f));
                break;
            case RestartScheduled e: ControlLog.RestartScheduled(log, job.JobName, job.Id, e.DueAt); break;
            case CommitStarted: ControlLog.CommitStarted(log, job.JobName, job.Id); break;
            case CancelRequested: ControlLog.CancelRequested(log, job.JobName, job.Id); break;
            case JobFinished: ControlLog.JobFinished(log, job.JobName, job.Id); break;
            case JobCancelled: ControlLog.JobCancelled(log, job.JobName, job.Id); break;
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the coordinator of job {job.Id}.");
        }
    }

    /// <summary>The failure that has ended a job; the exception itself where it was decided in the same step.</summary>
    public static AttemptFailure FailureOf(IReadOnlyList<ICoordinatorEvent> decisions, JobRecord record) =>
        decisions.OfType<AttemptFailed>().LastOrDefault()?.Failure ?? record.Failures[^1];

    private static void WriteEnd(ILogger log, JobSpec job, JobFailed end, AttemptFailure f) =>
        ControlLog.JobFailed(log, job.JobName, job.Id, f.Attempt, f.Cause.Operator ?? None, f.Vertex, f.Subtask, end.Reason, ExceptionOf(f));

    // An exception of another process travels as its texts.
    private static Exception ExceptionOf(AttemptFailure failure) =>
        failure.Cause.Original ?? new RemoteException(failure.Cause.Type, failure.Cause.Message, failure.Cause.Details);
}
