namespace FlowActors.Runtime.Transport;

/// <summary>A node as an attempt knows it.</summary>
/// <param name="Node">Its Akka address.</param>
/// <param name="Incarnation">Names the run of its process: what a later process at that address has, this attempt does not know.</param>
/// <param name="Endpoint">Where it takes frames.</param>
internal sealed record NodePlace(string Node, string Incarnation, DataEndpoint Endpoint);
