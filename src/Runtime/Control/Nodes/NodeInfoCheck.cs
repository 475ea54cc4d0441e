using System.Text.Json;
using FlowActors.Runtime.Control.Wire;
using FlowActors.Runtime.Protocols;

namespace FlowActors.Runtime.Control.Nodes;

/// <summary>Refuses a node whose description does not fit into what travels between nodes; before it joins.</summary>
internal static class NodeInfoCheck
{
    /// <exception cref="JobValidationException">The host name is too long, or there are too many registered jobs.</exception>
    public static void Check(NodeInfo node)
    {
        if (node.Endpoint.Host.Length > ControlLimits.HostLengthMax)
        {
            throw new JobValidationException(
                $"The setting flowactors.node.host has {node.Endpoint.Host.Length} characters; a host name has {ControlLimits.HostLengthMax} at most. " +
                "Set a shorter one.");
        }

        var bytes = JsonSerializer.SerializeToUtf8Bytes(node, ControlJson.Default.NodeInfo).Length;
        if (bytes > ControlLimits.NodeBytesMax)
        {
            throw new JobValidationException(
                $"The node {node.Node} has {node.Jobs.Count} registered jobs, whose names take {bytes} bytes with what else it says of itself; {ControlLimits.NodeBytesMax} are " +
                "allowed. Register fewer jobs, or by shorter names.");
        }
    }
}
