using FlowActors.Client.Operations;
using FlowActors.Client.Submission;

namespace FlowActors.Client.Jobs;

/// <content>What can be done to a job. Each method throws <see cref="FlowActorsClientException"/> where it is refused or not answered.</content>
public sealed partial class RemoteJob
{
    /// <summary>Cancels it, whatever it does; its status tells when that is done. Nothing happens to one that has ended.</summary>
    public Task<JobSummary> CancelAsync(CancellationToken cancellationToken = default) =>
        _rest.SendAsync<JobSummary>(HttpMethod.Post, Path("cancel"), null, cancellationToken);

    /// <summary>Stops it with a savepoint; the operation is over when the savepoint is complete, and the job ends then.</summary>
    public Task<Operation> StopAsync(StopRequest? request = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<Operation>(HttpMethod.Post, Path("stop"), request ?? new StopRequest(), cancellationToken);

    /// <summary>Takes a checkpoint.</summary>
    public Task<Operation> TakeCheckpointAsync(CheckpointRequest? request = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<Operation>(HttpMethod.Post, Path("checkpoints"), request ?? new CheckpointRequest(), cancellationToken);

    /// <summary>Takes a savepoint.</summary>
    public Task<Operation> TakeSavepointAsync(SavepointRequest? request = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<Operation>(HttpMethod.Post, Path("savepoints"), request ?? new SavepointRequest(), cancellationToken);

    /// <summary>Goes on with it where it is suspended; one that runs is left alone.</summary>
    public Task<ResumedJob> ResumeAsync(JobResumption? resumption = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<ResumedJob>(HttpMethod.Post, Path("resume"), resumption ?? new JobResumption(), cancellationToken);
}
