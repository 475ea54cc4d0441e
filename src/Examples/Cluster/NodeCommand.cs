using System.CommandLine;
using System.Net;
using FlowActors.Examples.CommandLine;

namespace FlowActors.Examples.Cluster;

/// <summary>The node command: a process of a cluster, which runs the examples that are registered jobs.</summary>
internal static class NodeCommand
{
    public const string Name = "node";

    /// <summary>Makes the command that shows nodes start one, too, where it is called without a command of its own.</summary>
    public static void Extend(Command nodes, ExamplesConsole console, Option<bool> verbose)
    {
        var host = new Option<string?>("--host") { HelpName = "HOST", Description = "The name or address of this machine by which other nodes reach it. Default: as the configuration says, which is 127.0.0.1." };
        var port = new Option<int?>("--port") { HelpName = "N", Description = "Its port for other nodes. Default: as the configuration says, else 4053." }.Between(1, IPEndPoint.MaxPort);
        var seeds = new Option<IReadOnlyList<string>?>("--seed")
        {
            HelpName = "HOST:PORT[,HOST:PORT]",
            Description = "The first nodes of the cluster, the same list on every node; the first of them begins it. dns://NAME:PORT stands for all addresses of the name. " +
                "Default: as the configuration says, else this node begins a cluster.",
        }.HostsAndPorts();
        var http = new Option<int?>("--http") { HelpName = "PORT", Description = "Where HTTP is served; 0 for a free port. Default: as the configuration says, which is off." };
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "The folder that all nodes share, for jobs and their checkpoints." };
        var local = new Option<IReadOnlyList<string>?>("--local")
        {
            HelpName = "DIR[,DIR]", Description = "The folders for this node's own state on disk, one on each local disk. Default: one below the system's temporary folder.",
        }.Folders();
        var savepoints = new Option<IReadOnlyList<string>?>("--savepoints")
        {
            HelpName = "DIR[,DIR]",
            Description = "Below which folders, shared by all nodes, savepoints may be taken, begun with and deleted. Default: as the configuration says, which is none.",
        }.Folders();
        var slots = new Option<int?>("--slots")
        {
            HelpName = "N", Description = "How many slots it takes at most, of all jobs together; 0 for a node that only leads. Default: as the configuration says, which is no limit.",
        };
        var config = new Option<string?>("--config") { HelpName = "FILE", Description = "A file with settings in HOCON, such as hocon/cluster.conf; the options come before it." };
        foreach (var option in (Option[])[config, host, port, seeds, http, slots, data, local, savepoints]) nodes.Add(option);
        nodes.Description =
            """
            Starts a node of a cluster, which runs until Ctrl-C; shows the nodes of one.

            For example:
              node --port 4053 --seed 127.0.0.1:4053 --http 8081 --data shared
              node --port 4054 --seed 127.0.0.1:4053 --http 8082 --data shared
              node list --at http://127.0.0.1:8081
            """;
        nodes.SetAction((parsed, cancellation) => NodeRun.ExecuteAsync(
            new NodeOptions
            {
                Host = parsed.GetValue(host),
                Port = parsed.GetValue(port),
                Seeds = parsed.GetValue(seeds) ?? [],
                Slots = parsed.GetValue(slots),
                Http = parsed.GetValue(http),
                Data = parsed.GetValue(data) ?? throw new JobValidationException("A node needs a folder that all nodes of its cluster share: name it with --data."),
                Local = parsed.GetValue(local),
                Savepoints = parsed.GetValue(savepoints),
                Config = parsed.GetValue(config),
            },
            console,
            parsed.GetValue(verbose),
            cancellation));
    }

    // Names and addresses that an address of a node can hold; whether anybody is there is found out by who joins.
    private static Option<IReadOnlyList<string>?> HostsAndPorts(this Option<IReadOnlyList<string>?> option)
    {
        option.CustomParser = result =>
        {
            var seeds = new List<string>();
            foreach (var seed in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (Uri.TryCreate(seed.StartsWith("dns://", StringComparison.Ordinal) ? seed : $"tcp://{seed}", UriKind.Absolute, out var uri) && uri is { IsDefaultPort: false, Port: > 0, PathAndQuery: "" or "/", UserInfo: "" }) seeds.Add(seed);
                else result.AddError($"{option.Name} has '{seed}', but must be nodes as HOST:PORT or dns://NAME:PORT, separated by commas.");
            }

            return seeds;
        };
        return option;
    }
}
