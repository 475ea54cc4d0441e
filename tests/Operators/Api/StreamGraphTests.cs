using FlowActors.Graph;

namespace FlowActors.Tests.Api;

public class StreamGraphTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings { Parallelism = 3 });

    [Fact]
    public void A_program_becomes_nodes_and_edges_in_its_order()
    {
        _env.FromSequence(1, 10).Map(i => i * 2).Filter(i => i > 4).Discard();
        var graph = _env.BuildGraph("job");
        Assert.Equal("job", graph.JobName);
        Assert.Equal(["Sequence Source", "Map", "Filter", "Discard"], graph.Nodes.Select(n => n.Name));
        Assert.Equal([(0, 1), (1, 2), (2, 3)], graph.Edges.Select(e => (e.Source, e.Target)));
        Assert.All(graph.Edges, e => Assert.Equal(("FORWARD", false), (e.PartitionerName, e.IsExplicit)));
        Assert.True(graph.Nodes[0].IsSource);
        Assert.True(graph.Nodes[3].IsSink);
    }

    [Fact]
    public void Names_uids_and_parallelism_belong_to_the_operator_they_follow()
    {
        _env.FromElements(1).Map(i => i).WithName("double").WithUid("u").WithDescription("d").WithParallelism(2).WithMaxParallelism(16).Blocking()
            .Discard().WithName("end").WithUid("e").WithParallelism(1);
        var nodes = _env.BuildGraph("job").Nodes;
        Assert.Equal(("double", "u", "d", 2, 16, true), (nodes[1].Name, nodes[1].Configuration.Uid, nodes[1].Configuration.Description, nodes[1].Configuration.Parallelism, nodes[1].Configuration.MaxParallelism, nodes[1].Configuration.IsBlocking));
        Assert.Equal(("end", "e", 1, null), (nodes[2].Name, nodes[2].Configuration.Uid, nodes[2].Configuration.Parallelism, nodes[2].Configuration.MaxParallelism));
        Assert.Null(nodes[0].Configuration.Uid);
    }

    [Fact]
    public void What_a_program_changes_later_is_for_the_next_graph()
    {
        var doubled = _env.FromSequence(1, 10).Map(i => i * 2);
        var end = doubled.Discard();
        var first = _env.BuildGraph("first");
        doubled.WithName("double").WithUid("u").WithParallelism(2).WithMaxParallelism(16).DisableChaining().Blocking();
        end.WithName("end").WithParallelism(1);
        doubled.Discard();
        _env.SetParallelism(5);

        var node = first.Nodes[1];
        Assert.Equal(new OperatorConfiguration("Map"), node.Configuration);
        Assert.Equal(("Discard", null), (first.Nodes[2].Name, first.Nodes[2].Configuration.Parallelism));
        Assert.Equal((3, 2, 3), (first.Nodes.Count, first.Edges.Count, first.Settings.Parallelism));
        var second = _env.BuildGraph("second");
        Assert.Equal(("double", 2, "end", 4, 5), (second.Nodes[1].Name, second.Nodes[1].Configuration.Parallelism, second.Nodes[2].Name, second.Nodes.Count, second.Settings.Parallelism));
    }

    [Fact]
    public void Chaining_switches_are_kept()
    {
        _env.FromElements(1).Map(i => i).StartNewChain().Map(i => i).DisableChaining().Discard();
        Assert.Equal(
            [ChainingStrategy.Head, ChainingStrategy.Head, ChainingStrategy.Never, ChainingStrategy.Always],
            _env.BuildGraph("job").Nodes.Select(n => n.Configuration.Chaining));
    }

    [Fact]
    public void A_union_has_an_edge_from_each_of_its_streams()
    {
        var a = _env.FromElements(1);
        var b = _env.FromElements(2);
        var c = _env.FromElements(3).Rebalance();
        a.Union(b, c).Discard();
        Assert.Equal(
            [(0, "FORWARD", false), (1, "FORWARD", false), (2, "REBALANCE", true)],
            _env.BuildGraph("job").Edges.Select(e => (e.Source, e.PartitionerName, e.IsExplicit)));
    }

    [Fact]
    public void A_partitioning_applies_to_all_streams_of_a_union()
    {
        _env.FromElements(1).Union(_env.FromElements(2)).KeyBy(i => i % 2).Count().Discard();
        var graph = _env.BuildGraph("job");
        Assert.Equal([(0, 2, "HASH"), (1, 2, "HASH")], graph.Edges.Take(2).Select(e => (e.Source, e.Target, e.PartitionerName)));
        Assert.Equal(typeof(int), graph.Nodes[2].KeyType);
    }

    [Fact]
    public void Each_partitioning_has_Flinks_name()
    {
        var stream = _env.FromElements(1);
        stream.Forward().Discard();
        stream.Rebalance().Discard();
        stream.Rescale().Discard();
        stream.Shuffle().Discard();
        stream.Global().Discard();
        stream.Broadcast().Discard();
        stream.PartitionByHash(i => i).Discard();
        stream.KeyBy(i => i).AsDataStream().Discard();
        var edges = _env.BuildGraph("job").Edges;
        Assert.Equal(["FORWARD", "REBALANCE", "RESCALE", "SHUFFLE", "GLOBAL", "BROADCAST", "HASH", "HASH"], edges.Select(e => e.PartitionerName));
        Assert.All(edges, e => Assert.True(e.IsExplicit));
    }

    [Fact]
    public void A_stream_that_is_used_twice_goes_to_both()
    {
        var stream = _env.FromElements(1);
        stream.Print();
        stream.Discard();
        Assert.Equal([(0, 1), (0, 2)], _env.BuildGraph("job").Edges.Select(e => (e.Source, e.Target)));
    }

    [Fact]
    public void A_graph_does_not_change_when_the_program_goes_on()
    {
        var stream = _env.FromElements(1);
        stream.Discard();
        var graph = _env.BuildGraph("job");
        stream.Discard();
        Assert.Equal(2, graph.Nodes.Count);
        Assert.Single(graph.Edges);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_job_without_a_name_is_refused(string name) =>
        Assert.Contains("needs a name", Refusal(() => _env.BuildGraph(name)), StringComparison.Ordinal);

    [Fact]
    public void An_empty_job_is_refused() =>
        Assert.Contains("is empty", Refusal(() => _env.BuildGraph("job")), StringComparison.Ordinal);

    [Fact]
    public void A_job_without_a_sink_is_refused()
    {
        _env.FromElements(1).Map(i => i);
        Assert.Contains("has no sink", Refusal(() => _env.BuildGraph("job")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_of_another_environment_is_refused()
    {
        var other = new StreamExecutionEnvironment(new JobSettings()).FromElements(1);
        Assert.Contains("another environment", Refusal(() => _env.FromElements(1).Union(other)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_of_one_subtask_cannot_have_more()
    {
        Assert.Contains("one subtask only", Refusal(() => _env.FromElements(1).WithParallelism(2)), StringComparison.Ordinal);
        _env.FromElements(1).WithParallelism(1).Discard();
        Assert.True(_env.BuildGraph("job").Nodes[^2].IsNonParallel);
    }

    [Fact]
    public void A_union_or_partitioning_has_no_name()
    {
        var stream = _env.FromElements(1);
        Assert.Contains("is no operator", Refusal(() => stream.Rebalance().WithName("x")), StringComparison.Ordinal);
        Assert.Contains("is no operator", Refusal(() => stream.Union(stream).WithUid("x")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(32769)]
    public void An_impossible_parallelism_is_refused(int parallelism)
    {
        Refusal(() => _env.SetParallelism(parallelism));
        Refusal(() => _env.SetMaxParallelism(parallelism));
        Refusal(() => _env.FromSequence(1, 2).WithParallelism(parallelism));
        Refusal(() => _env.FromSequence(1, 2).WithMaxParallelism(parallelism));
        Refusal(() => _env.FromSequence(1, 2).Discard().WithParallelism(parallelism));
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue)]
    [InlineData(0, long.MaxValue)]
    public void A_sequence_with_more_numbers_than_can_be_counted_is_refused(long from, long to) =>
        Assert.Contains("split it in two", Refusal(() => _env.FromSequence(from, to)), StringComparison.Ordinal);

    [Fact]
    public void A_key_that_cannot_be_one_is_refused_as_the_program_is_written() =>
        Assert.Contains("'Collection Source'", Refusal(() => _env.FromElements(1).KeyBy(i => new[] { i })), StringComparison.Ordinal);

    [Fact]
    public void Validation_of_a_node_asks_its_source_or_sink()
    {
        _env.ReadTextFile("no such file").WriteAsText("");
        var nodes = _env.BuildGraph("job").Nodes;
        Assert.Contains("no such file", Refusal(() => nodes[0].Validation!(1)), StringComparison.Ordinal);
        Assert.Contains("empty path", Refusal(() => nodes[1].Validation!(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_file_is_written_by_one_subtask_and_no_more_are_possible()
    {
        var sink = _env.SetParallelism(4).FromSequence(1, 2).WriteAsTextFile("out.txt").WithParallelism(1);
        Assert.Contains("works in one subtask only", Refusal(() => sink.WithParallelism(2)), StringComparison.Ordinal);
        Assert.True(_env.BuildGraph("job").Nodes[1].IsNonParallel);
    }

    [Fact]
    public void Nodes_say_which_sources_never_end_and_which_sinks_show_nothing_before_the_end()
    {
        _env.Generate(null, i => i).Print();
        _env.Generate(1, i => i).WriteAsText("out");
        _env.FromElements(1).WriteAsTextFile("out.txt");
        _env.FromElements(1).Collect();
        _env.FromElements(1).Discard();
        var nodes = _env.BuildGraph("job").Nodes;
        Assert.Equal([0], nodes.Where(node => node.IsUnbounded).Select(node => node.Id));
        Assert.Equal([3, 5, 7], nodes.Where(node => node.ShowsResultsAtEndOnly).Select(node => node.Id));
    }

    [Fact]
    public async Task An_environment_without_a_host_does_not_run_programs()
    {
        _env.FromElements(1).Discard();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _env.ExecuteAsync("job"));
    }

    private static string Refusal(Action action) => Assert.Throws<JobValidationException>(action).Message;

    private static string Refusal(Func<object> action) => Assert.Throws<JobValidationException>(action).Message;
}
