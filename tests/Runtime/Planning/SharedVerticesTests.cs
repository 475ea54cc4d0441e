using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Two inputs that come from one vertex.</summary>
public sealed class SharedVerticesTests
{
    [Fact]
    public void Two_branches_of_a_source_share_it() => Assert.Equal("0 1 numbers", Find(env =>
    {
        var numbers = env.FromSequence(1, 10).WithName("numbers");
        return (numbers, numbers.Rebalance().Map(x => x).Rebalance().Map(x => x));
    }));

    [Fact]
    public void The_last_vertex_that_both_come_from_is_told() => Assert.Equal("0 1 splits", Find(env =>
    {
        var split = env.FromSequence(1, 10).WithName("numbers").Rebalance().Map(x => x).WithName("splits");
        return (split.Rebalance().Filter(x => x > 1), split.Rebalance().Filter(x => x < 1));
    }));

    [Fact]
    public void One_of_several_in_a_union_is_enough() => Assert.Equal("0 1 numbers", Find(env =>
    {
        var numbers = env.FromSequence(1, 10).WithName("numbers");
        return (env.FromSequence(1, 2).Union(numbers), env.FromSequence(3, 4).Union(numbers));
    }));

    [Fact]
    public void Inputs_of_sources_of_their_own_share_nothing() =>
        Assert.Null(Find(env => (env.FromSequence(1, 10).Rebalance().Map(x => x), env.FromSequence(1, 10))));

    private static string? Find(Func<StreamExecutionEnvironment, (DataStream<long> First, DataStream<long> Second)> branches)
    {
        var graph = JobPlanner.Plan(Programs.Build(env =>
        {
            var (first, second) = branches(env);
            first.Connect(second).Map(x => x, x => x).WithName("joins").Discard();
        }));
        var found = SharedVertices.Find(graph, graph.Vertices.Single(v => v.Chain[0].Node.Name == "joins"));
        return found is { } shared ? $"{shared.First} {shared.Second} {shared.Shared.Chain[0].Node.Name}" : null;
    }
}
