using FlowActors.Client.Upgrades;

namespace FlowActors.Client.Jobs;

/// <content>Its code.</content>
public sealed partial class RemoteJob
{
    /// <summary>
    /// Brings it to the build of the node that is asked: the nodes of other builds leave, and it goes on by the new one from a checkpoint at which it stands still. Returns when that has begun;
    /// its details tell when it runs again.
    /// </summary>
    /// <exception cref="FlowActorsClientException">It is refused, with nothing touched, or not answered.</exception>
    public Task<JobUpgrade> UpgradeAsync(UpgradeRequest? request = null, CancellationToken cancellationToken = default) =>
        _rest.SendAsync<JobUpgrade>(HttpMethod.Post, Path("upgrade"), request ?? new UpgradeRequest(), cancellationToken);
}
