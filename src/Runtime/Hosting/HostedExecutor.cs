using FlowActors.Graph;

namespace FlowActors.Runtime.Hosting;

/// <summary>The executor that services ask for; there before the node has started.</summary>
internal sealed class HostedExecutor(HostedNode node) : IJobExecutor
{
    public JobSettings DefaultSettings => node.DefaultSettings;

    public Task<IJobClient> SubmitAsync(StreamGraph graph, CancellationToken cancellationToken = default) =>
        node.Executor.SubmitAsync(graph, cancellationToken);
}
