using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace FlowActors.Runtime.Control;

/// <summary>
/// Puts each shard on the node that the job manager has chosen for it, and never moves one: sharding loses messages while a shard
/// moves, and a subtask that does not stand still must not be moved at all.
/// </summary>
internal sealed class PlacementAllocationStrategy(Cluster cluster, ShardHomes homes, TimeSpan wait, TimeProvider time)
    : IShardAllocationStrategy
{
    public async Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var regions = currentShardAllocations.ToDictionary(r => NodeOf(r.Key), r => r.Value.Count);
        var deadline = time.GetUtcNow() + wait;
        while (true)
        {
            var change = homes.NextChange();
            var now = time.GetUtcNow();
            var home = homes.Find(shardId);
            switch (ShardDecision.Decide(home, regions, LivingNodes(), now >= deadline))
            {
                case ShardDecision.Place place:
                    return currentShardAllocations.Keys.First(r => NodeOf(r) == place.Node);
                case ShardDecision.Wait when home is not null || now >= deadline:
                    // Only a region that registers helps, and this call would not see it: the shard's messages wait and it is asked for again.
                    return null!;
                default:
                    await Task.WhenAny(change, Task.Delay(deadline - now, time)).ConfigureAwait(false);
                    break;
            }
        }
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
        Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);

    private string NodeOf(IActorRef region) =>
        (region.Path.Address.HasGlobalScope ? region.Path.Address : cluster.SelfAddress).ToString();

    private HashSet<string> LivingNodes() =>
        [.. cluster.State.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving).Select(m => m.Address.ToString())];
}
