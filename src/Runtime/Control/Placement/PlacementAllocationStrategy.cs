using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace FlowActors.Runtime.Control.Placement;

/// <summary>
/// Puts each shard on the node that the job manager has chosen for it, and moves only such as hold no subtask that may run
/// (<see cref="ShardMoves"/>): sharding loses messages while a shard moves, and commands to subtasks are repeated. What is known here
/// of the places may be behind; a shard counts as free only when it has been so for as long as a place needs to become known.
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
                case ShardDecision.Wait when home is { Length: > 0 } || now >= deadline:
                    // Only a region that registers helps, and this call would not see it, or somebody who places a free shard: the messages
                    // for it wait, and it is asked for again. Akka takes a task that has ended at once for one that has a region.
                    await Task.Yield();
                    return null!;
                default:
                    await Task.WhenAny(change, Task.Delay(deadline - now, time)).ConfigureAwait(false);
                    break;
            }
        }
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
        Task.FromResult<IImmutableSet<string>>(ShardMoves.Choose(
            homes.Settled(wait), currentShardAllocations.ToDictionary(r => NodeOf(r.Key), IReadOnlyCollection<string> (r) => r.Value), ReachableNodes())
            .Except(rebalanceInProgress).ToImmutableHashSet());

    private string NodeOf(IActorRef region) =>
        (region.Path.Address.HasGlobalScope ? region.Path.Address : cluster.SelfAddress).ToString();

    private HashSet<string> ReachableNodes() => [.. LivingNodes().Except(cluster.State.Unreachable.Select(m => m.Address.ToString()))];

    private HashSet<string> LivingNodes() =>
        [.. cluster.State.Members.Where(m => m.Status is MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Leaving).Select(m => m.Address.ToString())];
}
