using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace FlowActors.Runtime.Hosting;

/// <summary>A seed node as it is written: one node, or a name in DNS that has the addresses of several.</summary>
/// <param name="Written">How it is written.</param>
/// <param name="Node">The one node, or what all nodes of the name have in common.</param>
/// <param name="IsName">Whether it stands for all addresses of its name.</param>
internal sealed record SeedNode(string Written, Address Node, bool IsName)
{
    private const string Protocol = "akka.tcp";

    /// <summary>What Akka calls it where it speaks TLS.</summary>
    private const string TlsProtocol = "akka.ssl.tcp";

    private const string NameScheme = "dns://";

    /// <summary>Whichever protocol is written, the result has that of this node: a cluster speaks one.</summary>
    /// <param name="seed">What is written.</param>
    /// <param name="setting">Where it is written.</param>
    /// <param name="speaksTls">Whether nodes speak TLS to each other.</param>
    /// <exception cref="JobValidationException">It is no address that a node of this cluster can have.</exception>
    public static SeedNode Parse(string seed, string setting, bool speaksTls)
    {
        var isName = seed.StartsWith(NameScheme, StringComparison.Ordinal);
        var address = isName ? seed[NameScheme.Length..] : seed;
        try
        {
            return Address.Parse(address.Contains("://", StringComparison.Ordinal) ? address : $"{Protocol}://{HostedNode.SystemName}@{address}") is
                { Protocol: Protocol or TlsProtocol, System: HostedNode.SystemName, Host.Length: > 0, Port: > 0 and <= 65535 } node
                ? new SeedNode(seed, node.WithProtocol(speaksTls ? TlsProtocol : Protocol), isName)
                : throw Refused(seed, setting);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            throw Refused(seed, setting, e);
        }
    }

    /// <summary>The nodes that it stands for, in an order that is the same on all of them; none where the name has no address yet.</summary>
    /// <param name="lookUp">Finds the addresses of a name.</param>
    public async Task<IReadOnlyList<Address>> ResolveAsync(Func<string, Task<IPAddress[]>> lookUp)
    {
        if (!IsName) return [Node];
        try
        {
            var found = await lookUp(Node.Host).ConfigureAwait(false);
            return
            [
                .. found.Where(a => a.AddressFamily == AddressFamily.InterNetwork).Distinct()
                    .OrderBy(a => BitConverter.ToUInt32([.. a.GetAddressBytes().AsEnumerable().Reverse()])).Select(a => Node.WithHost(a.ToString())),
            ];
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static JobValidationException Refused(string seed, string setting, Exception? inner = null)
    {
        var text = $"The seed node '{seed}' ({setting}) is not the address of a node; write it like host:port or {Protocol}://{HostedNode.SystemName}@host:port, " +
            $"or {NameScheme}name:port for a name in DNS that has the addresses of several nodes, the same on every node.";
        return inner is null ? new JobValidationException(text) : new JobValidationException(text, inner);
    }
}
