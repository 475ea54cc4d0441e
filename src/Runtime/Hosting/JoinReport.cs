using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Cluster;
using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Runtime.Hosting;

/// <summary>Tells why a node has not found its cluster, as far as can be seen from it.</summary>
internal static class JoinReport
{
    private const int SeedsMax = 10;
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Host and port.</summary>
    public static string NameOf(Address node) => $"{node.Host}:{node.Port}";

    /// <summary>In whole sentences.</summary>
    /// <param name="cluster">The cluster, as the node sees it.</param>
    /// <param name="seeds">The nodes that were asked; empty where none was.</param>
    /// <param name="speaksTls">Whether this node speaks TLS.</param>
    public static async Task<string> WriteAsync(Cluster cluster, IReadOnlyCollection<Address> seeds, bool speaksTls)
    {
        var members = cluster.State.Members;
        if (members.Any(m => m.Address != cluster.SelfAddress))
        {
            return members.Any(m => m.HasRole(NodeRoles.AkkaManager))
                ? $"It is a member of the cluster of {Shown(members.Select(m => m.Address))}, but the job manager there does not answer; do their logs say why?"
                : $"None of the nodes {Shown(members.Select(m => m.Address))} has the role {NodeRoles.Manager} ({KnownKeys.Root}.node.roles), so no job manager can be anywhere. Start one that has it.";
        }

        if (cluster.SelfMember.Status is MemberStatus.Up)
            return cluster.SelfMember.HasRole(NodeRoles.AkkaManager) ? "It has begun a cluster of its own, whose job manager does not come up; does its log say why?"
                : $"It has begun a cluster of its own, but has not the role {NodeRoles.Manager} ({KnownKeys.Root}.node.roles). Start a node that has it.";
        var told = await Task.WhenAll(seeds.Where(s => s != cluster.SelfAddress).Take(SeedsMax).Select(s => TellAsync(s, speaksTls))).ConfigureAwait(false);
        return told.Length == 0 ? "No other node was found." : $"Of the nodes that it asked {string.Join(", ", told)}.";
    }

    private static async Task<string> TellAsync(Address node, bool speaksTls)
    {
        using var timeout = new CancellationTokenSource(s_connectTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(node.Host, node.Port!.Value, timeout.Token).ConfigureAwait(false);
            if (await SpeaksTlsAsync(socket, timeout.Token).ConfigureAwait(false) is { } theirs && theirs != speaksTls)
                return theirs ? $"{NameOf(node)} speaks TLS, which this node does not ({KnownKeys.Root}.tls)" : $"{NameOf(node)} takes connections, but speaks no TLS, as this node does ({KnownKeys.Root}.tls)";
            return $"{NameOf(node)} takes connections, but has not taken this node in (it may be another program, or a node that does not find the first of its seeds, or stands still)";
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return $"{NameOf(node)} refuses connections: nobody listens there";
        }
        catch (SocketException e)
        {
            return $"{NameOf(node)} cannot be reached ({e.Message})";
        }
        catch (OperationCanceledException)
        {
            return $"{NameOf(node)} does not answer";
        }
    }

    // Who speaks it shows a certificate, and who does not breaks off at the first bytes. Null where nothing comes.
    private static async Task<bool?> SpeaksTlsAsync(Socket socket, CancellationToken cancellation)
    {
        var isShown = false;
        var stream = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false, (_, certificate, _, _) =>
        {
            isShown = certificate is not null;
            return false;
        });
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "" }, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is AuthenticationException or IOException)
            {
                return isShown;
            }
            catch (OperationCanceledException)
            {
                return isShown ? true : null;
            }
        }

        return true;
    }

    private static string Shown(IEnumerable<Address> nodes) => string.Join(", ", nodes.Select(NameOf).Order(StringComparer.Ordinal).Take(SeedsMax));
}
