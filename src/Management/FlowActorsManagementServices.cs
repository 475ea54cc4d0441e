using FlowActors.Management;
using FlowActors.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FlowActors;

/// <summary>Nodes that find each other by Akka.Management, as in Kubernetes.</summary>
public static class FlowActorsManagementServices
{
    /// <summary>
    /// Adds what a node finds its cluster by where <c>flowactors.node.join</c> is <c>discovery</c>: Akka.Management's cluster bootstrap, with
    /// the discovery methods of Akka.Discovery and one of its own for Kubernetes. It does nothing where that setting is another one. <c>hocon/kubernetes.conf</c> has the settings for Kubernetes.
    /// </summary>
    public static IServiceCollection AddFlowActorsManagement(this IServiceCollection services) => services.AddSingleton<IClusterDiscovery, ClusterBootstrapDiscovery>();
}
