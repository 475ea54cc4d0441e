using System.CommandLine;
using FlowActors.CommandLine.Checkpoints;

namespace FlowActors.CommandLine.Remote;

/// <summary><c>node ...</c>: the nodes of a cluster.</summary>
internal static class NodeCommands
{
    private const double Mebibyte = 1 << 20;

    public static Command Create() => new(
        "node",
        """
        Shows the nodes of a cluster, over HTTP.

        For example:
          node list --at http://127.0.0.1:8081
        """)
    {
        List(),
    };

    private static Command List() => RemoteCommand.Create(
        "list",
        "Lists the nodes: cores, subtasks, memory of their processes, and since when they are up.",
        [],
        (client, _, cancellation) => client.GetNodesAsync(cancellation),
        (nodes, output) => TextTable.Write(output, ["NODE", "CORES", "SUBTASKS", "JOBS", "MIB", "SINCE (UTC)"], nodes.Select(node => new[]
        {
            node.Node, ListText.Number(node.Cores), ListText.Number(node.Subtasks), ListText.Number(node.Jobs.Count),
            ListText.Number((long)(node.ProcessBytes / Mebibyte)), ListText.Time(node.Since.UtcDateTime),
        })));
}
