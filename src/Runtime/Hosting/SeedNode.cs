using Akka.Actor;

namespace FlowActors.Runtime.Hosting;

/// <summary>The address of a seed node, as the options of a generic host name it.</summary>
internal static class SeedNode
{
    private const string Protocol = "akka.tcp";

    /// <exception cref="JobValidationException">It is no address that a node of this cluster can have.</exception>
    public static Address Parse(string seed)
    {
        try
        {
            var address = Address.Parse(seed);
            return address is { Protocol: Protocol, System: HostedNode.SystemName, Host.Length: > 0, Port: > 0 and <= 65535 } ? address : throw Refused(seed);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            throw Refused(seed, e);
        }
    }

    private static JobValidationException Refused(string seed, Exception? inner = null)
    {
        var text = $"The seed node '{seed}' (FlowActorsOptions.SeedNodes) is not the address of a node; write it like {Protocol}://{HostedNode.SystemName}@host:port, the same on every node.";
        return inner is null ? new JobValidationException(text) : new JobValidationException(text, inner);
    }
}
