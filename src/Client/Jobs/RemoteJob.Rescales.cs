using FlowActors.Client.Operations;
using FlowActors.Client.Rescales;

namespace FlowActors.Client.Jobs;

/// <content>Its parallelism. Each method throws <see cref="FlowActorsClientException"/> where it is refused or not answered.</content>
public sealed partial class RemoteJob
{
    /// <summary>Gives it another parallelism while it runs; the operation is over when all of it runs again.</summary>
    public Task<Operation> RescaleAsync(RescaleRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _rest.SendAsync<Operation>(HttpMethod.Post, Path("rescale"), request, cancellationToken);
    }

    /// <summary>When it got another parallelism.</summary>
    public Task<RescaleList> GetRescalesAsync(CancellationToken cancellationToken = default) => _rest.GetAsync<RescaleList>(Path("rescales"), cancellationToken);
}
