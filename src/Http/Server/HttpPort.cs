using System.Net;
using System.Net.Sockets;

namespace FlowActors.Http.Server;

/// <summary>Where the server listens, if it can.</summary>
internal static class HttpPort
{
    /// <summary>Finds out whether one can listen there, by doing so for a moment.</summary>
    /// <exception cref="JobValidationException">One cannot; the message names the setting.</exception>
    public static void Check(IPAddress host, int port)
    {
        using var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(host, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw Refused(host, port, e);
        }
    }

    /// <summary>That one cannot.</summary>
    public static JobValidationException Refused(IPAddress host, int port, Exception cause) =>
        new($"The HTTP port {port} of {host} cannot be used: {cause.Message} Choose another one (flowactors.http.port), or 0 for a free one.", cause);
}
