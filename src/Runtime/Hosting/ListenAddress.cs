using System.Net;
using System.Net.Sockets;
using FlowActors.Runtime.Transport;
using FlowActors.Runtime.Transport.Sockets;

namespace FlowActors.Runtime.Hosting;

/// <summary>
/// Finds out whether a node can listen where it is told to, before anything starts: later the failure would come from within Akka,
/// or, where the system lets several listeners share a port, not at all.
/// </summary>
internal static class ListenAddress
{
    private const string Host = "node.host";
    private const string Port = "node.port";
    private const string DataPort = "node.data-port";
    private const string HttpPort = "http.port";

    /// <summary>Checks host and ports for all nodes of one process.</summary>
    /// <exception cref="JobValidationException">The host is none of this machine, or a port cannot be had; the message names the setting.</exception>
    public static void Check(NodeConfiguration configuration, RuntimeSettings settings, int nodes)
    {
        var (keys, node) = (new SettingsKeys(configuration.Root, KnownKeys.Root), settings.Node);
        foreach (var (key, port) in new[] { (Port, node.Port), (DataPort, node.DataPort) })
        {
            if (port > 0 && nodes > 1)
                throw keys.Refused(key, $"cannot be the port of {nodes} nodes of one host. Start one node, or take 0 so that each gets a free port");
            // HTTP is served when the node has joined, which is late to hear of it.
            if (port > 0 && port == settings.Http.Port) throw keys.Refused(HttpPort, $"must not be {KnownKeys.Root}.{key} too");
        }

        if (node.Port > 0 && node.Port == node.DataPort) throw keys.Refused(DataPort, $"must not be {KnownKeys.Root}.{Port} too");
        var address = Resolve(keys, node.Host);
        CheckPort(keys, node.Host, address, Port, node.Port);
        CheckPort(keys, node.Host, address, DataPort, node.DataPort);
    }

    /// <summary>The same as the failure of a listener that was started after the check; null when it failed for another reason.</summary>
    public static JobValidationException? Explain(NodeConfiguration configuration, NodeSettings node, Exception failure)
    {
        if (failure.GetBaseException() is not SocketException socket) return null;
        var (key, port) = failure is DataListenerException ? (DataPort, node.DataPort) : (Port, node.Port);
        return Refuse(new SettingsKeys(configuration.Root, KnownKeys.Root), node.Host, key, port, socket);
    }

    public static bool IsAboutPort(Exception failure) => failure.GetBaseException() is SocketException;

    private static IPAddress Resolve(SettingsKeys keys, string host)
    {
        try
        {
            var address = HostAddress.Resolve(host);
            return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast)
                ? throw keys.Refused(Host, "must be an address by which other nodes reach this one, for example that of a network card, or 127.0.0.1 for one machine")
                : address;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.NoData)
        {
            throw keys.Refused(Host, "must be a name with an IPv4 address, or an address", e);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw keys.Refused(Host, $"must be a name or address of this machine, but cannot be resolved ({e.Message})", e);
        }
    }

    private static void CheckPort(SettingsKeys keys, string host, IPAddress address, string key, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw Refuse(keys, host, key, port, e);
        }
    }

    private static JobValidationException Refuse(SettingsKeys keys, string host, string key, int port, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => keys.Refused(
            key, $"is in use already on {host}, by another program or node. End that one, choose another port, or take 0 for a free one", e),
        SocketError.AccessDenied => keys.Refused(key, $"is a port that this process may not listen on, on {host}. Choose one above 1023, or take 0 for a free one", e),
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => keys.Refused(
            Host, $"must be a name or address of this machine, but none of its network cards has it ({e.Message})", e),
        _ => keys.Refused(key, $"cannot be listened on, on {host}, port {port} ({e.Message})", e),
    };
}
