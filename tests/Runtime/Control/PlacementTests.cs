using CsCheck;
using FlowActors.Runtime.Control.Placement;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Transport;

namespace FlowActors.Runtime.Tests.Control;

public sealed class PlacementTests
{
    private static string[] Letters(string text) => [.. text.Select(c => c.ToString())];

    private static readonly Dictionary<string, NodeCapacity> ThreeNodes = new() { ["a"] = new(2), ["b"] = new(2), ["c"] = new(2) };

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

    [Theory]
    [InlineData("aabb", "abc", "aabc")]
    [InlineData("aabc", "abcd", "adbc")]
    [InlineData("cabc", "abc", "cabc")]
    [InlineData("aaaa", "abc", "aabc")]
    [InlineData("ab", "abc", "ab")]
    public void A_node_that_joins_gets_its_share_also_where_slots_do_not_come_out_even(string before, string nodes, string after) =>
        Assert.Equal(Letters(after), SlotAllocation.Assign(before.Length, Letters(before), Nodes([.. nodes.Select(n => (n.ToString(), 2, 0))]), spreads: true));

    [Fact]
    public void Without_nodes_nothing_can_be_assigned() => Assert.Throws<ArgumentException>(() => SlotAllocation.Assign(1, [], []));

    [Fact]
    public void A_returned_shard_is_taken_where_it_is_before_one_that_is_nowhere_and_that_before_one_that_must_move()
    {
        var pool = new ShardPool(3);
        var first = pool.Take("a");
        pool.Return(new PlacedSlot(first, "a"));
        Assert.NotEqual(first, pool.Take("b"));
        Assert.Equal(first, pool.Take("a"));
        pool.Return(new PlacedSlot(first, "a"));
        Assert.NotEqual(first, pool.Take("b"));
        Assert.Equal(first, pool.Take("b"));
        Assert.Equal(0, pool.Free);
    }

    [Fact]
    public void The_shards_of_a_dead_node_are_nowhere()
    {
        var pool = new ShardPool(2);
        pool.Return(new PlacedSlot(pool.Take("dead"), "dead"));
        pool.Return(new PlacedSlot("1", "b"));
        pool.Forget("dead");
        Assert.Equal("0", pool.Take("a"));
    }

    [Fact]
    public void What_is_taken_over_is_not_given_out_again()
    {
        var placements = new JobPlacements(4);
        var job = JobId.Create();
        Assert.True(placements.TryRestore(job, new AttemptPlacement([new NodePlace("a", "run", default)], ["1", "3"], [0, 0])));
        Assert.Equal([new PlacedSlot("1", "a"), new PlacedSlot("3", "a")], placements.Place(job, 2, ThreeNodes)!);
        Assert.Equal(["0", "2"], placements.Place(JobId.Create(), 2, ThreeNodes)!.Select(s => s.ShardId).Order());
        Assert.Null(placements.Place(JobId.Create(), 1, ThreeNodes));
        Assert.Equal(["1", "3"], placements.Release(job));
    }

    [Fact]
    public void What_another_job_has_by_now_is_not_taken_over()
    {
        var placements = new JobPlacements(2);
        var (late, other) = (JobId.Create(), JobId.Create());
        Assert.NotNull(placements.Place(other, 1, ThreeNodes));
        Assert.False(placements.TryRestore(late, new AttemptPlacement([new NodePlace("a", "run", default)], ["0", "1"], [0, 0])));
        Assert.Null(placements.Find(late));
        Assert.Equal(1, placements.Taken);
        Assert.NotNull(placements.Place(JobId.Create(), 1, ThreeNodes));
    }

    [Fact]
    public void A_shard_counts_as_free_once_it_has_been_so_for_a_while()
    {
        var clock = new ManualClock();
        var homes = new ShardHomes(clock);
        homes.Set([new("a", "node"), new("b", "")]);
        Assert.Equal(["a"], homes.Settled(TimeSpan.FromSeconds(2)).Keys);
        clock.Now += TimeSpan.FromSeconds(1);
        homes.Set([new("a", ""), new("b", "")]);
        clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(["b"], homes.Settled(TimeSpan.FromSeconds(2)).Keys);
        homes.Set([new("b", "node"), new("b", "")]);
        Assert.Empty(homes.Settled(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_free_shard_goes_nowhere_whoever_asks()
    {
        Assert.IsType<ShardDecision.Wait>(ShardDecision.Decide("", Regions(("a", 3), ("b", 1)), Living("a", "b"), false));
        Assert.IsType<ShardDecision.Wait>(ShardDecision.Decide("", Regions(("a", 3), ("b", 1)), Living("a", "b"), true));
    }

    [Fact]
    public void A_free_shard_and_one_at_a_wrong_place_are_moved_and_no_other_and_none_while_a_region_does_not_answer()
    {
        var homes = new Dictionary<string, string> { ["free"] = "", ["right"] = "a", ["wrong"] = "b", ["homeless"] = "dead" };
        var regions = new Dictionary<string, IReadOnlyCollection<string>>
        {
            ["a"] = ["free", "right", "wrong", "homeless", "unknown"],
            ["b"] = [],
        };
        Assert.Equal(["free", "wrong"], ShardMoves.Choose(homes, regions, Living("a", "b")));
        Assert.Empty(ShardMoves.Choose(homes, regions, Living("a")));
    }

    [Fact]
    public void Another_attempt_keeps_living_nodes_and_their_shards_and_waits_for_none_of_a_lost_one()
    {
        var placements = new JobPlacements(16);
        var job = JobId.Create();
        var first = placements.Place(job, 3, ThreeNodes)!;
        placements.Forget("b");
        var second = placements.Place(job, 3, new Dictionary<string, NodeCapacity> { ["a"] = new(2), ["c"] = new(2) }, out var freed)!;
        Assert.Equal([first[0].ShardId, first[2].ShardId], new[] { second[0], second[2] }.Select(s => s.ShardId));
        Assert.DoesNotContain(second[1].ShardId, first.Select(s => s.ShardId));
        Assert.Equal([first[1].ShardId], freed);
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
    public void A_node_that_joins_gets_its_share_although_all_shards_were_used_elsewhere()
    {
        var placements = new JobPlacements(3);
        var job = JobId.Create();
        Assert.NotNull(placements.Place(job, 3, new Dictionary<string, NodeCapacity> { ["a"] = new(2) }));
        placements.Release(job);
        Assert.Equal(["a", "b", "c"], placements.Place(JobId.Create(), 3, ThreeNodes)!.Select(s => s.Node));
    }

    [Fact]
    public void No_two_jobs_ever_share_a_shard() =>
        Seeded.Check(Gen.Int[1, 6].Array[1, 30], slotCounts =>
        {
            var placements = new JobPlacements(24);
            var running = new Queue<(JobId Job, IReadOnlyList<PlacedSlot> Slots)>();
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
                    running.Enqueue((job, placed));
                    break;
                }
            }
        }, 1_000);

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

    [Fact]
    public void A_node_takes_no_more_slots_than_it_may()
    {
        var nodes = new List<NodeLoad> { new("a", 8, 0) { SlotsMax = 0 }, new("b", 8, 3) { SlotsMax = 5 }, new("c", 1, 0) };
        Assert.Equal(["b", "b", "c", "c"], SlotAllocation.Assign(4, [], nodes).Order());
        // It may take fewer than before.
        Assert.Equal(["b", "b", "c", "c"], SlotAllocation.Assign(4, ["b", "b", "b", "a"], nodes).Order());
    }

    [Fact]
    public void A_job_has_room_where_the_slots_of_all_jobs_fit()
    {
        var placements = new JobPlacements(16);
        var nodes = new Dictionary<string, NodeCapacity> { ["leads"] = new(2, 0), ["works"] = new(2, 3) };
        var job = JobId.Create();
        Assert.False(placements.HasRoom(job, 4, nodes));
        Assert.True(placements.HasRoom(job, 3, nodes));
        Assert.All(placements.Place(job, 3, nodes)!, slot => Assert.Equal("works", slot.Node));
        Assert.True(placements.HasRoom(job, 3, nodes));
        Assert.False(placements.HasRoom(JobId.Create(), 1, nodes));
        placements.Release(job);
        Assert.True(placements.HasRoom(JobId.Create(), 3, nodes));
    }

    private static List<NodeLoad> Nodes(params (string Node, int Cores, int Others)[] nodes) =>
        [.. nodes.Select(n => new NodeLoad(n.Node, n.Cores, n.Others))];

    private static Dictionary<string, int> Regions(params (string Node, int Shards)[] regions) => regions.ToDictionary(r => r.Node, r => r.Shards);

    private static HashSet<string> Living(params string[] nodes) => [.. nodes];

    private sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
