using System.Net;
using System.Net.Sockets;

namespace FlowActors.Runtime.Transport.Sockets;

/// <summary>The address that a node listens on for a host.</summary>
internal static class HostAddress
{
    /// <summary>The address itself, or the first IPv4 address of a name: Akka, which listens beside the transport, asks for these only.</summary>
    /// <exception cref="SocketException">The name is unknown, or has no IPv4 address (<see cref="SocketError.NoData"/>).</exception>
    /// <exception cref="ArgumentException">It cannot be a name.</exception>
    public static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return address;
        var addresses = Dns.GetHostAddresses(host, AddressFamily.InterNetwork);
        return addresses.Length > 0 ? addresses[0] : throw new SocketException((int)SocketError.NoData);
    }
}
