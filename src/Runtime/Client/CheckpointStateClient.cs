using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Retention;
using static FlowActors.Runtime.Control.Coordination.JobCoordinatorProtocol;

namespace FlowActors.Runtime.Client;

/// <summary>
/// Reads state as it was at a checkpoint, from the files of that: no subtask hears of it, and the job need not run. The job's coordinator is asked first, which
/// then leaves the files where they are. Thread-safe.
/// </summary>
/// <param name="control">The way to the coordinators.</param>
internal sealed class CheckpointStateClient(ControlClient control)
{
    /// <summary>Takes a lease of a checkpoint, to be disposed of.</summary>
    /// <param name="job">The job.</param>
    /// <param name="checkpoint">The number of the checkpoint; null for the last one that is complete.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    /// <exception cref="CheckpointNotReadException">There is none to read.</exception>
    /// <exception cref="KeyNotFoundException">The job is not known.</exception>
    public async Task<LeasedCheckpoint> LeaseAsync(JobId job, long? checkpoint, CancellationToken cancellationToken)
    {
        var reader = Guid.NewGuid().ToString("N");
        var answer = await AskAsync(job, reader, checkpoint, cancellationToken).ConfigureAwait(false);
        var from = new RestoreFrom(answer.Lease.Checkpoint, answer.Lease.Folder);
        return new LeasedCheckpoint(
            job,
            from,
            control.Node.CheckpointFiles,
            token => AskAsync(job, reader, from.Checkpoint, token),
            hasNext => control.Tell(new EndLease(job, reader, from.Checkpoint, hasNext)),
            answer.Time);
    }

    private async Task<LeaseAnswer> AskAsync(JobId job, string reader, long? checkpoint, CancellationToken cancellationToken)
    {
        var answer = await control.AskAsync<LeaseAnswer>(new LeaseCheckpoint(job, reader, checkpoint), cancellationToken).ConfigureAwait(false);
        return answer.Lease.Outcome == LeaseOutcome.Granted ? answer : throw new CheckpointNotReadException(answer.Lease.Outcome, job, checkpoint);
    }
}

/// <summary>A checkpoint that somebody asked for cannot be read.</summary>
internal sealed class CheckpointNotReadException(LeaseOutcome outcome, JobId job, long? checkpoint) : Exception($"{outcome}: checkpoint {checkpoint} of job {job}")
{
    public LeaseOutcome Outcome => outcome;

    public JobId Job => job;

    /// <summary>The number that was asked for; null for the last one that is complete.</summary>
    public long? Checkpoint => checkpoint;
}
