namespace FlowActors.Client.Upgrades;

/// <summary>Brings a job to the build of the node that is asked: <c>POST /jobs/{job}/upgrade</c>.</summary>
public sealed record UpgradeRequest
{
    /// <summary>The ids of other jobs that go over with it: those of other builds than the node's that run on the same nodes. Null for none.</summary>
    public IReadOnlyList<string>? With { get; init; }

    /// <summary>Whether it is only found out whether that can be; nothing is touched then.</summary>
    public bool Check { get; init; }
}

/// <summary>An upgrade that can be, or has begun: nodes of other builds leave, and the jobs go on by the new one from a checkpoint at which they stand still.</summary>
/// <param name="Build">The build that the jobs come to.</param>
/// <param name="Jobs">The ids of the jobs that go over, the one that was asked for first.</param>
/// <param name="Nodes">The nodes that leave: host and port.</param>
public sealed record JobUpgrade(string Build, IReadOnlyList<string> Jobs, IReadOnlyList<string> Nodes);
