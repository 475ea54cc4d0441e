using System.Net.Sockets;
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
    public static async Task<string> WriteAsync(Cluster cluster, IReadOnlyCollection<Address> seeds)
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
        var told = await Task.WhenAll(seeds.Where(s => s != cluster.SelfAddress).Take(SeedsMax).Select(TellAsync)).ConfigureAwait(false);
        return told.Length == 0 ? "No other node was found." : $"Of the nodes that it asked {string.Join(", ", told)}.";
    }

    private static async Task<string> TellAsync(Address node)
    {
        using var timeout = new CancellationTokenSource(s_connectTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(node.Host, node.Port!.Value, timeout.Token).ConfigureAwait(false);
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

    private static string Shown(IEnumerable<Address> nodes) => string.Join(", ", nodes.Select(NameOf).Order(StringComparer.Ordinal).Take(SeedsMax));
}
