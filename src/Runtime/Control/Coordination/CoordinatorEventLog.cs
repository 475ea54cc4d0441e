using System.Diagnostics;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.Coordination.CoordinatorEvents;

namespace FlowActors.Runtime.Control.Coordination;

/// <summary>Says the decisions of a coordinator in the log.</summary>
internal static class CoordinatorEventLog
{
    /// <summary>Says the decisions of one step, a failure that ends the job once.</summary>
    public static void Write(ILogger log, JobSpec job, IReadOnlyList<ICoordinatorEvent> decisions)
    {
        for (var i = 0; i < decisions.Count; i++)
        {
            if (decisions[i] is AttemptFailed { Failure: var f } && i + 1 < decisions.Count && decisions[i + 1] is JobFailed end)
            {
                ControlLog.JobFailed(log, job.JobName, job.Id, f.Attempt, f.Cause.Operator, f.Vertex, f.Subtask, end.Reason, ExceptionOf(f));
                return;
            }

            Write(log, job, decisions[i]);
        }
    }

    private static void Write(ILogger log, JobSpec job, ICoordinatorEvent decision)
    {
        switch (decision)
        {
            case JobSubmitted: break; // The job manager has said so.
            case JobKept: break; // Nothing new.
            case AttemptStarted e: ControlLog.AttemptStarted(log, job.JobName, job.Id, e.Attempt, e.Region); break;
            case AttemptFailed { Failure: var f }:
                ControlLog.AttemptFailed(log, job.JobName, job.Id, f.Attempt, f.Cause.Operator, f.Vertex, f.Subtask, ExceptionOf(f));
                break;
            case RestartScheduled e: ControlLog.RestartScheduled(log, job.JobName, job.Id, e.DueAt); break;
            case CommitStarted: ControlLog.CommitStarted(log, job.JobName, job.Id); break;
            case CancelRequested: ControlLog.CancelRequested(log, job.JobName, job.Id); break;
            case JobFinished: ControlLog.JobFinished(log, job.JobName, job.Id); break;
            case JobCancelled: ControlLog.JobCancelled(log, job.JobName, job.Id); break;
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the coordinator of job {job.Id}.");
        }
    }

    // An exception of another process travels as its texts.
    private static Exception ExceptionOf(AttemptFailure failure) =>
        failure.Cause.Original ?? new RemoteException(failure.Cause.Type, failure.Cause.Message, failure.Cause.Details);
}
