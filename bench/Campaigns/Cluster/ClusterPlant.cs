namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>A fault that the campaign must find.</summary>
internal enum ClusterPlant
{
    /// <summary>None.</summary>
    Nothing,

    /// <summary>A node that stood still shows what it had in hand when it goes on, as if nothing fenced its sinks.</summary>
    Fencing,

    /// <summary>Some keys are counted by two subtasks, as if their key group had two owners.</summary>
    Owners,
}
