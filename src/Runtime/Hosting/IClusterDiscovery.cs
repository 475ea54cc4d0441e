using Akka.Actor;

namespace FlowActors.Runtime.Hosting;

/// <summary>Finds the cluster of a node that has no seeds: <c>flowactors.node.join = discovery</c>.</summary>
internal interface IClusterDiscovery
{
    /// <summary>Begins to look for other nodes, and has the node join them or, with them, begin a cluster.</summary>
    /// <exception cref="JobValidationException">What it is configured with does not work.</exception>
    Task StartAsync(ActorSystem system);
}
