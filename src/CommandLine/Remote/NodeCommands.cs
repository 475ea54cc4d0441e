using System.CommandLine;
using System.Net;
using FlowActors.Client;
using FlowActors.Client.Nodes;
using FlowActors.CommandLine.Checkpoints;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>node ...</c>: the nodes of a cluster.</summary>
internal static class NodeCommands
{
    private const double Mebibyte = 1 << 20;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    public static Command Create() => new(
        "node",
        """
        Shows the nodes of a cluster, and has them leave, over HTTP.

        For example:
          node list --at http://127.0.0.1:8081
          node drain 10.0.0.7:4053 --at http://127.0.0.1:8081
        """)
    {
        List(),
        Drain(),
    };

    private static Command Drain()
    {
        var node = new Argument<string>("NODE") { Description = "The node: host and port, as 'node list' shows it." };
        return RemoteCommand.Create(
            "drain",
            "Moves the slots of a node to the others, waits until it has left the cluster, and writes drained=NODE. Which jobs hold that up, and why, the error stream tells meanwhile.",
            [node],
            (client, parsed, cancellation) => DrainAsync(client, parsed.GetRequiredValue(node), parsed.InvocationConfiguration.Error, cancellation),
            (drained, output) => output.WriteLine($"drained={drained.Node}"));
    }

    // Only a node that there was can have left: what is not known the first time is an error.
    private static async Task<NodeDrain> DrainAsync(FlowActorsClient client, string node, TextWriter told, CancellationToken cancellation)
    {
        var drain = await client.DrainNodeAsync(node, cancellation).ConfigureAwait(false);
        var holds = new HashSet<DrainHold>();
        while (true)
        {
            foreach (var hold in drain.HeldUpBy.Where(holds.Add)) await told.WriteLineAsync($"Waits for job '{hold.Name}' ({hold.Job}): {hold.Reason}").ConfigureAwait(false);
            await Task.Delay(s_interval, cancellation).ConfigureAwait(false);
            try
            {
                drain = await client.DrainNodeAsync(node, cancellation).ConfigureAwait(false);
            }
            catch (FlowActorsClientException e) when (e.Status is HttpStatusCode.NotFound || (e.Status is null && drain.Slots == 0))
            {
                // It has left; nobody answers where it is the one that is asked.
                return drain with { Slots = 0, HeldUpBy = [] };
            }
            catch (FlowActorsClientException e) when (e.Status is HttpStatusCode.ServiceUnavailable)
            {
                // The job manager moves.
            }
        }
    }

    private static Command List() => RemoteCommand.Create(
        "list",
        "Lists the nodes: what they do, slots, cores, subtasks, memory of their processes, since when they are up, and their version of FlowActors.",
        [],
        (client, _, cancellation) => client.GetNodesAsync(cancellation),
        (nodes, output) => TextTable.Write(output, ["NODE", "ROLES", "SLOTS", "CORES", "SUBTASKS", "JOBS", "MIB", "SINCE (UTC)", "VERSION"], nodes.Select(node => new[]
        {
            node.Node, string.Join(',', node.Roles), node.Slots is { } slots ? ListText.Number(slots) : "unlimited", ListText.Number(node.Cores), ListText.Number(node.Subtasks), ListText.Number(node.Jobs.Count),
            ListText.Number((long)(node.ProcessBytes / Mebibyte)), ListText.Time(node.Since.UtcDateTime), node.Version ?? "unknown",
        })));
}
