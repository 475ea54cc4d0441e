using CsCheck;
using FlowActors.Runtime.Control;

namespace FlowActors.Runtime.Tests.Control;

public sealed class PlacementTests
{
    private static readonly Dictionary<string, int> ThreeNodes = new() { ["a"] = 2, ["b"] = 2, ["c"] = 2 };

    [Fact]
    public void Slots_go_round_the_nodes() =>
        Assert.Equal(["a", "b", "c", "a", "b"], SlotAllocation.Assign(5, [], Nodes(("a", 2, 0), ("b", 2, 0), ("c", 2, 0))));

    [Fact]
    public void Every_node_gets_a_slot_before_one_gets_two_however_busy_it_is() =>
        Assert.Equal(["b", "c", "a"], SlotAllocation.Assign(3, [], Nodes(("a", 2, 9), ("b", 2, 0), ("c", 2, 1))));

    [Fact]
    public void A_node_with_twice_the_cores_gets_twice_the_slots()
    {
        var slots = SlotAllocation.Assign(6, [], Nodes(("a", 4, 0), ("b", 2, 0)));
        Assert.Equal(4, slots.Count(s => s == "a"));
    }

    [Fact]
    public void Slots_of_living_nodes_stay_and_those_of_a_dead_one_go_where_few_are() =>
        Assert.Equal(["a", "a", "b", "b"], SlotAllocation.Assign(4, ["a", "dead", "b", "dead"], Nodes(("a", 1, 0), ("b", 1, 0))));

    [Fact]
    public void Without_nodes_nothing_can_be_assigned() => Assert.Throws<ArgumentException>(() => SlotAllocation.Assign(1, [], []));

    [Fact]
    public void A_returned_shard_is_given_out_again_for_its_node_only()
    {
        var pool = new ShardPool(2);
        var first = pool.Take("a")!;
        pool.Return(first);
        Assert.NotEqual(first, pool.Take("b"));
        Assert.Null(pool.Take("b"));
        Assert.Equal(first, pool.Take("a"));
    }

    [Fact]
    public void The_shards_of_a_dead_node_may_go_anywhere()
    {
        var pool = new ShardPool(1);
        var shard = pool.Take("dead")!;
        pool.Return(shard);
        Assert.Null(pool.Take("a"));
        pool.Forget("dead");
        Assert.Equal(shard, pool.Take("a"));
    }

    [Fact]
    public void Another_attempt_keeps_shards_and_living_nodes()
    {
        var placements = new JobPlacements(16);
        var job = JobId.Create();
        var first = placements.Place(job, 3, ThreeNodes)!;
        placements.Forget("b");
        var second = placements.Place(job, 3, new Dictionary<string, int> { ["a"] = 2, ["c"] = 2 })!;
        Assert.Equal(first.Select(s => s.ShardId), second.Select(s => s.ShardId));
        Assert.Equal(["a", "b", "c"], first.Select(s => s.Node));
        Assert.Equal(["a", "a", "c"], second.Select(s => s.Node));
    }

    [Fact]
    public void A_job_that_finds_too_few_shards_takes_none()
    {
        var placements = new JobPlacements(4);
        Assert.Null(placements.Place(JobId.Create(), 5, ThreeNodes));
        Assert.NotNull(placements.Place(JobId.Create(), 4, ThreeNodes));
        Assert.Null(placements.Place(JobId.Create(), 1, ThreeNodes));
    }

    [Fact]
    public void When_only_used_shards_are_left_slots_go_where_these_are()
    {
        var placements = new JobPlacements(2);
        var job = JobId.Create();
        Assert.NotNull(placements.Place(job, 2, new Dictionary<string, int> { ["a"] = 2 }));
        placements.Release(job);
        Assert.Equal(["a", "a"], placements.Place(JobId.Create(), 2, ThreeNodes)!.Select(s => s.Node));
    }

    [Fact]
    public void No_two_jobs_ever_share_a_shard_and_no_used_shard_changes_its_node() =>
        Gen.Int[1, 6].Array[1, 30].Sample(slotCounts =>
        {
            var placements = new JobPlacements(24);
            var running = new Queue<(JobId Job, IReadOnlyList<PlacedSlot> Slots)>();
            var homes = new Dictionary<string, string>();
            foreach (var count in slotCounts)
            {
                var job = JobId.Create();
                while (placements.Place(job, count, ThreeNodes) is var placed)
                {
                    if (placed is null)
                    {
                        placements.Release(running.Dequeue().Job);
                        continue;
                    }

                    Assert.DoesNotContain(placed, p => running.Any(r => r.Slots.Any(s => s.ShardId == p.ShardId)));
                    Assert.All(placed, p => Assert.Equal(p.Node, homes.TryGetValue(p.ShardId, out var home) ? home : homes[p.ShardId] = p.Node));
                    running.Enqueue((job, placed));
                    break;
                }
            }
        }, seed: "0000KOIPEKo5");

    [Fact]
    public void A_shard_goes_to_its_planned_node() =>
        Assert.Equal(new ShardDecision.Place("b"), ShardDecision.Decide("b", Regions(("a", 0), ("b", 7)), Living("a", "b"), false));

    [Fact]
    public void A_shard_whose_place_is_not_known_waits_and_then_goes_to_the_least_loaded_node()
    {
        Assert.IsType<ShardDecision.Wait>(ShardDecision.Decide(null, Regions(("a", 3), ("b", 1)), Living("a", "b"), false));
        Assert.Equal(new ShardDecision.Place("b"), ShardDecision.Decide(null, Regions(("a", 3), ("b", 1)), Living("a", "b"), true));
    }

    [Fact]
    public void A_shard_of_a_dead_node_goes_to_a_living_one_at_once() =>
        Assert.Equal(new ShardDecision.Place("a"), ShardDecision.Decide("dead", Regions(("a", 3), ("dead", 0)), Living("a"), false));

    [Fact]
    public void A_shard_waits_for_the_region_of_its_living_node() =>
        Assert.IsType<ShardDecision.Wait>(ShardDecision.Decide("b", Regions(("a", 0)), Living("a", "b"), false));

    private static List<NodeLoad> Nodes(params (string Node, int Cores, int Others)[] nodes) =>
        [.. nodes.Select(n => new NodeLoad(n.Node, n.Cores, n.Others))];

    private static Dictionary<string, int> Regions(params (string Node, int Shards)[] regions) => regions.ToDictionary(r => r.Node, r => r.Shards);

    private static HashSet<string> Living(params string[] nodes) => [.. nodes];
}
