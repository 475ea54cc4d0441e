using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Flink's conditions for a chain, one by one: each test breaks one of them.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Operators_of_the_same_parallelism_one_after_the_other_are_one_chain() =>
        Check(["a -> b -> c -> Discard"], env => Source(env, "a").Map(x => x).WithName("b").Filter(x => true).WithName("c"));

    [Fact]
    public void A_partitioning_cuts() =>
        Check(["a", "b -> Discard"], env => Source(env, "a").Rebalance().Map(x => x).WithName("b"));

    [Fact]
    public void A_key_cuts() =>
        Check(["a", "b -> Discard"], env => Source(env, "a").KeyBy(x => x).Reduce((a, b) => a + b).WithName("b"));

    [Fact]
    public void A_broadcast_cuts() =>
        Check(["a", "b -> Discard"], env => Source(env, "a").Broadcast().Map(x => x).WithName("b"));

    [Fact]
    public void An_explicit_forward_does_not_cut() =>
        Check(["a -> b -> Discard"], env => Source(env, "a").Forward().Map(x => x).WithName("b"));

    [Fact]
    public void Another_parallelism_cuts() =>
        Check(["a -> b", "Discard"], env => Source(env, "a").WithParallelism(3).Map(x => x).WithName("b").WithParallelism(3));

    // The job has 2 today; at another parallelism the two would differ, and the chain must be the same.
    [Fact]
    public void The_same_parallelism_by_chance_cuts() =>
        Check(["a", "b", "Discard"], env => Source(env, "a").Map(x => x).WithName("b").WithParallelism(2));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Chains_are_the_same_at_every_parallelism(int parallelism) => Check(["Collection Source", "b -> c -> Discard"], env =>
        env.SetParallelism(parallelism).FromElements(1L).Map(x => x).WithName("b").Filter(x => true).WithName("c"));

    [Fact]
    public void Another_max_parallelism_cuts() =>
        Check(["a", "b", "Discard"], env => Source(env, "a").Map(x => x).WithName("b").WithMaxParallelism(200));

    [Fact]
    public void Two_inputs_cut() => Check(
        ["a", "b", "c -> Discard"],
        env => Source(env, "a").Union(Source(env, "b")).Map(x => x).WithName("c"));

    [Fact]
    public void A_new_chain_is_cut_before_and_not_behind() =>
        Check(["a", "b -> Discard"], env => Source(env, "a").Map(x => x).WithName("b").StartNewChain());

    [Fact]
    public void An_operator_without_chaining_is_cut_on_both_sides() =>
        Check(["a", "b", "Discard"], env => Source(env, "a").Map(x => x).WithName("b").DisableChaining());

    [Fact]
    public void A_blocking_operator_is_cut_from_others() =>
        Check(["a", "b", "Discard"], env => Source(env, "a").Map(x => x).WithName("b").Blocking());

    [Fact]
    public void Two_blocking_operators_are_one_chain() =>
        Check(["a", "b -> c", "Discard"], env => Source(env, "a").Map(x => x).WithName("b").Blocking().Map(x => x).WithName("c").Blocking());

    [Fact]
    public void A_program_without_chaining_has_a_vertex_for_each_operator() => Check(["a", "b", "Discard"], env =>
    {
        env.DisableOperatorChaining();
        return Source(env, "a").Map(x => x).WithName("b");
    });

    [Fact]
    public void Two_followers_of_one_operator_are_in_its_chain()
    {
        var job = JobPlanner.Plan(Programs.Build(env =>
        {
            var source = Source(env, "a");
            source.Map(x => x).WithName("b").Discard();
            source.Map(x => x).WithName("c").Discard();
        }));

        var chain = Assert.Single(job.Vertices);
        Assert.Equal(["a", "b", "Discard", "c", "Discard"], chain.Chain.Select(o => o.Node.Name));
        Assert.Equal(4, chain.InnerEdges.Count);
        Assert.Empty(job.Edges);
        Assert.True(chain.IsSource);
    }

    [Fact]
    public void Edges_of_the_job_join_vertices_in_topological_order()
    {
        var job = JobPlanner.Plan(Programs.Build(env =>
            Source(env, "a").Rebalance().Map(x => x).Union(Source(env, "b")).KeyBy(x => x).Count().Discard()));

        Assert.All(job.Edges, e => Assert.True(e.Source < e.Target));
        Assert.Equal(Enumerable.Range(0, job.Edges.Count), job.Edges.Select(e => e.Id));
        Assert.Equal(Enumerable.Range(0, job.Vertices.Count), job.Vertices.Select(v => v.Id));
        Assert.Equal(["REBALANCE", "HASH", "HASH"], job.Edges.Select(e => e.Edge.PartitionerName));
    }

    private static DataStream<long> Source(StreamExecutionEnvironment env, string name) => env.FromSequence(0, 9).WithName(name);

    private static void Check(string[] vertices, Func<StreamExecutionEnvironment, DataStream<long>> program) =>
        Assert.Equal(vertices, JobPlanner.Plan(Programs.Build(env => program(env).Discard())).Vertices.Select(v => v.Name));
}
