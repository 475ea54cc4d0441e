namespace FlowActors.Runtime.Control.Placement;

/// <summary>The key <c>flowactors.sharding</c>; <paramref name="SettleTime"/> is null where slots do not move to nodes that join.</summary>
internal sealed record ShardingSettings(int Shards, TimeSpan PlacementWait, TimeSpan? SettleTime = null);
