using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Api;

/// <summary>Warnings are errors here: that this compiles says that what comes out is not null.</summary>
public sealed class NotNullTests
{
    [Fact]
    public void References_that_are_not_null_pass() => Assert.Equal(
        ["a", "b"], Programs.Run<string?, string>(s => s.FilterNotNull(), "a", null, "b"));

    [Fact]
    public void Values_that_are_there_pass_as_such() => Assert.Equal([1, 3], Programs.Run<int?, int>(s => s.FilterNotNull(), 1, null, 3));

    [Fact]
    public void What_comes_next_needs_no_check()
    {
        var graph = Programs.Graph(env =>
        {
            DataStream<string> texts = env.FromElements<string?>("a", null).FilterNotNull();
            texts.Map(text => text.Length).Discard();
            DataStream<int> numbers = env.FromElements<int?>(1, null).FilterNotNull();
            numbers.Map(number => number + 1).Discard();
        });
        Assert.Equal(2, graph.Nodes.Count(n => n.Kind == "Filter"));
    }
}
