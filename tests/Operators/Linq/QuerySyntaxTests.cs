using FlowActors.Linq;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Linq;

public sealed class QuerySyntaxTests
{
    [Fact]
    public void Where_and_select_are_filter_and_map()
    {
        Assert.Equal(["Filter", "Map"], Kinds(s => from x in s where x > 2 select x * 2));
        Assert.Equal([6, 8], Programs.Run<int, int>(s => from x in s select x * 2, 3, 4));
        Assert.Equal([3, 4], Programs.Run<int, int>(s => from x in s where x > 2 select x, 1, 3, 4));
    }

    [Fact]
    public void Two_from_are_a_flatMap_that_sees_both()
    {
        Assert.Equal(["FlatMap"], Kinds(s => from x in s from y in Enumerable.Range(0, x) select x + y));
        Assert.Equal(
            [(5, "to"), (5, "be"), (2, "or")],
            Programs.Run<string, (int, string)>(s => from line in s from word in line.Split(' ') select (line.Length, word), "to be", "or"));
    }

    [Fact]
    public void SelectMany_with_one_function_is_the_flatMap_of_it() => Assert.Equal(
        ["to", "be", "or"], Programs.Run<string, string>(s => s.SelectMany(line => line.Split(' ')), "to be", "or"));

    [Fact]
    public void A_sequence_that_is_null_is_named_as_for_flatMap() => Assert.Contains(
        "FlatMap returned null",
        Assert.Throws<InvalidOperationException>(() => Programs.Run<int, int>(s => s.SelectMany(_ => (IEnumerable<int>)null!, (x, y) => x + y), 1)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Let_makes_records_of_an_anonymous_type() => Assert.Equal(
        ["Map", "Filter", "Map"], Kinds(s => from x in s let square = x * x where square > 2 select square + x));

    [Fact]
    public void Group_by_is_a_keyed_stream() => Assert.Equal(
        [new(1, 1), new(0, 1), new(1, 2)],
        Programs.Run<int, KeyValuePair<int, long>>(s => (from x in s group x by x % 2).Count(), 1, 2, 3));

    private static IEnumerable<string> Kinds(Func<DataStream<int>, DataStream<int>> query) =>
        Programs.Graph(env => query(env.FromElements(1)).Discard()).Nodes.Skip(1).SkipLast(1).Select(n => n.Kind);
}
