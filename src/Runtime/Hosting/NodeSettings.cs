using FlowActors.Runtime.Control.Nodes;

namespace FlowActors.Runtime.Hosting;

/// <summary>The key <c>flowactors.node</c>; <paramref name="Slots"/> is null for as many as there are.</summary>
internal sealed record NodeSettings(string Host, int Port, int DataPort, TimeSpan RegisterInterval, bool DownsGoneProcesses, int? Slots)
{
    /// <summary>What the node does for its cluster (<see cref="NodeRoles"/>).</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The first nodes of its cluster; empty for none.</summary>
    public required IReadOnlyList<string> Seeds { get; init; }

    /// <summary>How many addresses names among the seeds have to have before the node joins.</summary>
    public required int SeedsMin { get; init; }

    /// <summary>Whether it finds other nodes by discovery instead of seeds.</summary>
    public required bool JoinsByDiscovery { get; init; }

    /// <summary>How many slots it takes, by its roles too; null for as many as there are.</summary>
    public int? SlotsTaken => Roles.Contains(NodeRoles.Worker) ? Slots : 0;

    /// <summary>Checks that nodes of one process do all of the work: there are no others.</summary>
    /// <exception cref="JobValidationException">They do not; the message names the setting.</exception>
    public void CheckAlone(NodeConfiguration configuration)
    {
        if (NodeRoles.All.Except(Roles).Any())
            throw new SettingsKeys(configuration.Root, KnownKeys.Root).Refused("node.roles", $"must be [{string.Join(", ", NodeRoles.All)}] where all nodes are those of one process");
    }
}
