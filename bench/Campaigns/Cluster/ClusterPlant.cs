namespace FlowActors.Bench.Campaigns.Cluster;

/// <summary>A fault that the campaign must find.</summary>
internal enum ClusterPlant
{
    /// <summary>None.</summary>
    Nothing,
}
