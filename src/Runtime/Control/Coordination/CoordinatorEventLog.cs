using System.Diagnostics;
using Microsoft.Extensions.Logging;
using static FlowActors.Runtime.Control.CoordinatorEvents;

namespace FlowActors.Runtime.Control;

/// <summary>Says each decision of a coordinator in the log.</summary>
internal static class CoordinatorEventLog
{
    public static void Write(ILogger log, JobSpec job, ICoordinatorEvent decision)
    {
        switch (decision)
        {
            case JobSubmitted: break; // The job manager has said so.
            case AttemptStarted e: ControlLog.AttemptStarted(log, job.JobName, job.Id, e.Attempt); break;
            case AttemptFailed { Failure: var f }:
                ControlLog.AttemptFailed(log, job.JobName, job.Id, f.Attempt, f.Cause.Operator, f.Vertex, f.Subtask, f.Cause.Details);
                break;
            case RestartScheduled e: ControlLog.RestartScheduled(log, job.JobName, job.Id, e.DueAt); break;
            case CancelRequested: ControlLog.CancelRequested(log, job.JobName, job.Id); break;
            case JobFinished: ControlLog.JobFinished(log, job.JobName, job.Id); break;
            case JobFailed e: ControlLog.JobFailed(log, job.JobName, job.Id, e.Reason); break;
            case JobCancelled: ControlLog.JobCancelled(log, job.JobName, job.Id); break;
            default: throw new UnreachableException($"Unknown decision {decision.GetType()} of the coordinator of job {job.Id}.");
        }
    }
}
