namespace FlowActors.Runtime.Control.Placement;

/// <summary>The key <c>flowactors.sharding</c>.</summary>
internal sealed record ShardingSettings(int Shards, TimeSpan PlacementWait);
