using Akka.Actor;

namespace FlowActors.Runtime.Hosting;

/// <summary>The address of a seed node, as the options of a generic host name it.</summary>
internal static class SeedNode
{
    private const string Protocol = "akka.tcp";

    /// <summary>What Akka calls it where it speaks TLS.</summary>
    private const string TlsProtocol = "akka.ssl.tcp";

    /// <summary>Whichever protocol is written, the result has that of this node: a cluster speaks one.</summary>
    /// <param name="seed">What is written.</param>
    /// <param name="speaksTls">Whether nodes speak TLS to each other.</param>
    /// <exception cref="JobValidationException">It is no address that a node of this cluster can have.</exception>
    public static Address Parse(string seed, bool speaksTls)
    {
        try
        {
            return Address.Parse(seed.Contains("://", StringComparison.Ordinal) ? seed : $"{Protocol}://{HostedNode.SystemName}@{seed}") is { Protocol: Protocol or TlsProtocol, System: HostedNode.SystemName, Host.Length: > 0, Port: > 0 and <= 65535 } address
                ? address.WithProtocol(speaksTls ? TlsProtocol : Protocol)
                : throw Refused(seed);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            throw Refused(seed, e);
        }
    }

    private static JobValidationException Refused(string seed, Exception? inner = null)
    {
        var text = $"The seed node '{seed}' (FlowActorsOptions.SeedNodes) is not the address of a node; write it like host:port or {Protocol}://{HostedNode.SystemName}@host:port, the same on every node.";
        return inner is null ? new JobValidationException(text) : new JobValidationException(text, inner);
    }
}
