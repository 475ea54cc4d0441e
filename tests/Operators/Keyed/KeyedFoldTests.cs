using FlowActors.Graph;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Keyed;

/// <summary>The folds that come with a keyed stream.</summary>
public sealed class KeyedFoldTests
{
    private static readonly Reading[] Readings =
        [new("a", 5, 1), new("b", 7, 2), new("a", 3, 3), new("a", 5, 4), new("a", 3, 5), new("b", 9, 6)];

    [Fact]
    public void Sum_gives_the_sum_of_the_key_after_each_record() => Assert.Equal(
        [new("a", 5), new("b", 7), new("a", 8), new("a", 13), new("a", 16), new("b", 16)],
        Programs.Run<Reading, KeyValuePair<string, int>>(s => s.KeyBy(r => r.Sensor).Sum(r => r.Value), Readings));

    [Fact]
    public void Sum_adds_numbers_of_the_type_that_is_selected() => Assert.Equal(
        [new(0, 0.1m), new(0, 0.3m)],
        Programs.Run<decimal, KeyValuePair<int, decimal>>(s => s.KeyBy(_ => 0).Sum(x => x), 0.1m, 0.2m));

    [Fact]
    public void A_sum_that_is_too_large_is_an_error_and_not_another_number()
    {
        Assert.Throws<OverflowException>(() => Programs.Run<int, KeyValuePair<int, int>>(s => s.KeyBy(_ => 0).Sum(x => x), int.MaxValue, 1));
        Assert.Equal(
            int.MaxValue + 1L,
            Programs.Run<int, KeyValuePair<int, long>>(s => s.KeyBy(_ => 0).Sum(x => (long)x), int.MaxValue, 1)[^1].Value);
    }

    [Fact]
    public void Min_and_max_give_the_extreme_of_the_key_after_each_record()
    {
        Assert.Equal(
            [new("a", 5), new("b", 7), new("a", 3), new("a", 3), new("a", 3), new("b", 7)],
            Programs.Run<Reading, KeyValuePair<string, int>>(s => s.KeyBy(r => r.Sensor).Min(r => r.Value), Readings));
        Assert.Equal(
            [new("a", 5), new("b", 7), new("a", 5), new("a", 5), new("a", 5), new("b", 9)],
            Programs.Run<Reading, KeyValuePair<string, int>>(s => s.KeyBy(r => r.Sensor).Max(r => r.Value), Readings));
    }

    [Fact]
    public void The_first_number_of_a_key_is_its_extreme_whatever_its_sign()
    {
        Assert.Equal(-4, Programs.Run<int, KeyValuePair<int, int>>(s => s.KeyBy(_ => 0).Max(x => x), -4, -5)[^1].Value);
        Assert.Equal(4, Programs.Run<int, KeyValuePair<int, int>>(s => s.KeyBy(_ => 0).Min(x => x), 5, 4)[^1].Value);
    }

    [Fact]
    public void NaN_once_is_NaN_for_ever()
    {
        Assert.Equal([1, double.NaN, double.NaN], Programs.Run<double, KeyValuePair<int, double>>(s => s.KeyBy(_ => 0).Min(x => x), 1, double.NaN, 0).Select(r => r.Value));
        Assert.Equal([1, double.NaN, double.NaN], Programs.Run<double, KeyValuePair<int, double>>(s => s.KeyBy(_ => 0).Max(x => x), 1, double.NaN, 2).Select(r => r.Value));
    }

    [Theory]
    [InlineData(true, "1 2 3 3 3 2")]
    [InlineData(false, "1 2 3 3 5 2")]
    public void MinBy_gives_the_whole_record_and_of_equals_the_first_unless_the_last_is_asked_for(bool first, string ids) => Assert.Equal(
        ids,
        string.Join(' ', Programs.Run<Reading, Reading>(s => s.KeyBy(r => r.Sensor).MinBy(r => r.Value, first), Readings).Select(r => r.Id)));

    [Theory]
    [InlineData(true, "1 2 1 1 1 6")]
    [InlineData(false, "1 2 1 4 4 6")]
    public void MaxBy_gives_the_whole_record_and_of_equals_the_first_unless_the_last_is_asked_for(bool first, string ids) => Assert.Equal(
        ids,
        string.Join(' ', Programs.Run<Reading, Reading>(s => s.KeyBy(r => r.Sensor).MaxBy(r => r.Value, first), Readings).Select(r => r.Id)));

    [Fact]
    public void The_first_of_equals_is_the_default()
    {
        Assert.Equal(1, Programs.Run<Reading, Reading>(s => s.KeyBy(r => r.Sensor).MaxBy(r => r.Value), Readings)[3].Id);
        Assert.Equal(3, Programs.Run<Reading, Reading>(s => s.KeyBy(r => r.Sensor).MinBy(r => r.Value), Readings)[4].Id);
    }

    [Fact]
    public void Records_are_compared_by_whatever_has_an_order() => Assert.Equal(
        ["b", "a", "a"], Programs.Run<string, string>(s => s.KeyBy(_ => 0).MinBy(x => x), "b", "a", "c"));

    [Fact]
    public void First_lets_the_first_record_of_each_key_pass() => Assert.Equal(
        [1, 2], Programs.Run<Reading, Reading>(s => s.KeyBy(r => r.Sensor).First(), Readings).Select(r => r.Id));

    [Fact]
    public void A_tuple_is_a_key_and_so_is_a_record()
    {
        Assert.Equal([1, 1, 1, 2, 2, 1], Programs.Run<Reading, KeyValuePair<(string, int), long>>(s => s.KeyBy(r => (r.Sensor, r.Value)).Count(), Readings).Select(r => r.Value));
        Assert.Equal([1, 1, 1, 2, 2, 1], Programs.Run<Reading, KeyValuePair<Place, long>>(s => s.KeyBy(r => new Place(r.Sensor, r.Value)).Count(), Readings).Select(r => r.Value));
    }

    [Fact]
    public void An_anonymous_type_is_no_key_wherever_it_stands()
    {
        var stream = new StreamExecutionEnvironment(new JobSettings()).FromElements(Readings).Map(r => r).WithName("readings");
        var refused = Assert.Throws<JobValidationException>(() => stream.KeyBy(r => new { r.Sensor, r.Value }));
        Assert.Contains("The stream behind operator 'readings' cannot be partitioned by an anonymous type", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Use a tuple, as in KeyBy(x => (x.A, x.B)), or a record.", refused.Message, StringComparison.Ordinal);
        Assert.Throws<JobValidationException>(() => stream.KeyBy(r => (r.Sensor, new { r.Value })));
        Assert.Throws<JobValidationException>(() => stream.PartitionByHash(r => new { r.Sensor }));
        Assert.Throws<JobValidationException>(() => stream.ReinterpretAsKeyed(r => new { r.Sensor }));
    }

    [Fact]
    public void A_stream_that_is_taken_as_keyed_keeps_its_partitioning_and_is_else_forwarded()
    {
        var graph = Programs.Graph(env =>
        {
            env.FromSequence(0, 9).ReinterpretAsKeyed(x => x).Count().Discard();
            env.FromSequence(0, 9).PartitionByHash(x => x).ReinterpretAsKeyed(x => x).Count().Discard();
        });
        Assert.Equal(["FORWARD", "HASH"], graph.Edges.Where(e => graph.Nodes[e.Target].KeyType is not null).Select(e => e.PartitionerName));
        Assert.All(graph.Edges.Where(e => graph.Nodes[e.Target].KeyType is not null), e => Assert.True(e.IsExplicit));
    }

    internal sealed record Reading(string Sensor, int Value, int Id);

    internal sealed record Place(string Sensor, int Value);
}
