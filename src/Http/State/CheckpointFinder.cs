using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Checkpoints.Retention;
using FlowActors.Runtime.Client;
using Microsoft.AspNetCore.Http;

namespace FlowActors.Http.State;

/// <summary>Finds the checkpoint of a job that a request reads.</summary>
internal sealed class CheckpointFinder(CheckpointStateClient client)
{
    /// <summary>Takes a lease of it, to be disposed of.</summary>
    /// <param name="job">The job.</param>
    /// <param name="checkpoint">Its number; null for the last one that is complete.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="Problem">There is none to read.</exception>
    public Task<LeasedCheckpoint> LeaseAsync(JobId job, long? checkpoint, CancellationToken cancellationToken) =>
        StateRead.Reading(() => client.LeaseAsync(job, checkpoint, cancellationToken));

    /// <summary>What a checkpoint that cannot be read is to who asked.</summary>
    public static Problem ProblemOf(CheckpointNotReadException e) => e.Outcome switch
    {
        LeaseOutcome.None => Problem.NotFound(
            "There is no checkpoint", $"Job {e.Job} has no checkpoint: none is complete yet, it takes none, or it has ended and kept none (KeepOnCancel)."),
        LeaseOutcome.Gone => new Problem(
            StatusCodes.Status410Gone,
            "The checkpoint has gone",
            $"Checkpoint {e.Checkpoint} of job {e.Job} was deleted, or never completed, or is a savepoint older than the last {CheckpointRecord.SavepointsMax}. Leave 'checkpoint' and 'cursor' out to read the last one."),
        LeaseOutcome.Moved => new Problem(
            StatusCodes.Status410Gone,
            "The savepoint has gone",
            $"Savepoint {e.Checkpoint} of job {e.Job}, or a part of it, is not where it was written: somebody has moved or deleted it. Put it back, or start a job with it where it is now."),
        LeaseOutcome.Busy => Problem.Unavailable(
            $"{CheckpointLeases.ReadersMax:N0} requests read the checkpoint of job {e.Job} at a time, and so many do. Ask again in a moment."),
        _ => Problem.NotFound(
            "There is no such checkpoint", $"No checkpoint {e.Checkpoint} of job {e.Job} was ever completed. Leave 'checkpoint' out to read the last one."),
    };
}
