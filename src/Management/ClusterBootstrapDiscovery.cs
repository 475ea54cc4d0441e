using Akka.Actor;
using Akka.Event;
using Akka.Management;
using Akka.Management.Cluster.Bootstrap;
using Akka.Management.Dsl;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Management;

/// <summary>Akka.Management's cluster bootstrap: nodes find each other by a discovery method, ask each other over HTTP whether there is a cluster, and else begin one together.</summary>
internal sealed class ClusterBootstrapDiscovery : IClusterDiscovery
{
    public async Task StartAsync(ActorSystem system)
    {
        try
        {
            var bootstrap = ClusterBootstrap.Get(system);
            var config = system.Settings.Config;
            var http = AkkaManagementSettings.Create(config).Http;
            var point = ContactPoint.Start(system, http, ClusterBootstrapSettings.Create(config, NoLogger.Instance).ContactPoint.MaxSeedNodesToExpose);
            CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "flowactors-contact-point", () =>
            {
                point.Dispose();
                return Task.FromResult(Akka.Done.Instance);
            });
            bootstrap.Routes(ManagementRouteProviderSettings.Create(ContactPoint.AddressOf(http), readOnly: true));
            await bootstrap.Start().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw new JobValidationException(
                $"The node cannot look for its cluster (flowactors.node.join is discovery): {e.GetBaseException().Message} Correct the keys below akka.management and akka.discovery; " +
                "hocon/kubernetes.conf shows those for Kubernetes.", e);
        }
    }
}
