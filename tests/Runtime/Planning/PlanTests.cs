using FlowActors.Runtime.Control.Management;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tests.Subtasks;
using FlowActors.Serialization;
using FlowActors.Sinks;
using FlowActors.Sources;

namespace FlowActors.Runtime.Tests.Planning;

public sealed class PlanTests
{
    [Fact]
    public void What_says_nothing_has_the_jobs_parallelism_and_Flinks_max_parallelism()
    {
        var job = JobPlanner.Plan(Programs.Build(env => env.SetParallelism(100).FromSequence(0, 9).Rebalance().Map(x => x).WithParallelism(3).Discard()));
        Assert.Equal([(100, 256), (3, 128), (100, 256)], job.Vertices.Select(v => (v.Parallelism, v.MaxParallelism)));
    }

    [Fact]
    public void The_jobs_max_parallelism_counts_unless_an_operator_has_its_own()
    {
        var job = JobPlanner.Plan(Programs.Build(env =>
            env.SetMaxParallelism(50).FromSequence(0, 9).Rebalance().Map(x => x).WithMaxParallelism(60).Discard()));
        Assert.Equal([50, 60, 50], job.Vertices.Select(v => v.MaxParallelism));
    }

    [Fact]
    public void A_source_that_cannot_be_split_has_one_subtask()
    {
        var job = JobPlanner.Plan(Programs.Build(env => env.FromElements(1, 2).Map(x => x).Discard()));
        Assert.Equal([1, 2], job.Vertices.Select(v => v.Parallelism));
        Assert.Equal("REBALANCE", job.Edges.Single().Edge.PartitionerName);
    }

    [Fact]
    public void A_parallelism_above_the_max_parallelism_is_refused()
    {
        var refused = Assert.Throws<JobValidationException>(() => JobPlanner.Plan(Programs.Build(env =>
            env.FromSequence(0, 9).Map(x => x).WithName("wide").WithParallelism(9).WithMaxParallelism(8).Discard())));
        Assert.Contains("'wide' of job 'job' has a parallelism of 9 but a max parallelism of 8", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_subtasks_as_key_groups_are_not_too_many() => Assert.Equal(
        8,
        JobPlanner.Plan(Programs.Build(env => env.SetMaxParallelism(8).SetParallelism(8).FromSequence(0, 9).Discard())).Vertices[0].Parallelism);

    [Fact]
    public void An_explicit_forward_between_different_parallelisms_is_refused()
    {
        var refused = Assert.Throws<JobValidationException>(() => JobPlanner.Plan(Programs.Build(env =>
            env.FromSequence(0, 9).WithName("a").Forward().Map(x => x).WithName("b").WithParallelism(3).Discard())));
        Assert.Contains("between 'a' (parallelism 2) and 'b' (parallelism 3)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Use Rebalance()", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_nobody_asked_for_turns_to_rebalance_between_different_parallelisms()
    {
        var job = JobPlanner.Plan(Programs.Build(env => env.FromSequence(0, 9).Map(x => x).WithParallelism(3).Discard()));
        Assert.Equal(["REBALANCE", "REBALANCE"], job.Edges.Select(e => e.Edge.PartitionerName));
    }

    [Fact]
    public void The_execution_graph_has_every_subtask_and_every_channel()
    {
        var plan = ExecutionGraph.Of(JobPlanner.Plan(Programs.Build(env => env.FromSequence(0, 9).WithParallelism(3)
            .Rebalance().Map(x => x).WithParallelism(2).StartNewChain().Map(x => x).StartNewChain().WithParallelism(2).KeyBy(x => x).Count().WithParallelism(4)
            .Discard().WithParallelism(4))));

        Assert.Equal([3, 2, 2, 4], plan.Job.Vertices.Select(v => v.Parallelism));
        Assert.Equal(11, plan.SubtaskCount);
        Assert.Equal(11, plan.Subtasks.Count());
        var channels = plan.Job.Edges.SelectMany(
            e => Enumerable.Range(0, plan.Job.Vertices[e.Source].Parallelism).SelectMany(s => plan.ReceiversFrom(e, s), (s, r) => (Edge: e, Sender: s, Receiver: r))).ToList();
        Assert.Equal([6, 2, 8], plan.Job.Edges.Select(e => channels.Count(c => c.Edge == e)));
        Assert.Equal(16, plan.ChannelCount);
        Assert.Equal(4, plan.Slots);
        Assert.All(channels.Where(c => c.Edge.Edge.IsForward), c => Assert.Equal(c.Sender, c.Receiver));
        Assert.All(channels, c => Assert.Contains(c.Sender, plan.SendersTo(c.Edge, c.Receiver)));
        Assert.Equal(channels.Count, channels.Select(c => plan.ChannelNumber(c.Edge, c.Sender, c.Receiver)).Distinct().Count());
        Assert.Equal([0, 32, 64, 96], plan.Subtasks.Where(s => s.Vertex.Id == 3).Select(s => s.KeyGroups.Start));
    }

    [Fact]
    public void A_rescale_has_as_many_channels_as_the_greater_side_and_is_not_chained()
    {
        var plan = ExecutionGraph.Of(JobPlanner.Plan(Programs.Build(env => env.FromSequence(0, 9).WithParallelism(2)
            .Rescale().Map(x => x).WithParallelism(5).Rescale().Map(x => x).WithParallelism(3).Rescale().Discard().WithParallelism(3))));
        Assert.Equal([2, 5, 3, 3], plan.Job.Vertices.Select(v => v.Parallelism));
        Assert.Equal(5 + 5 + 3, plan.ChannelCount);
        Assert.Equal([3, 1, 1], plan.Job.Edges.Select(plan.ReceiversMax));
        Assert.Equal([1, 2, 1], plan.Job.Edges.Select(plan.SendersMax));
        Assert.Equal([0, 1, 2], plan.ReceiversFrom(plan.Job.Edges[0], 0));
        Assert.Equal([1, 2], plan.SendersTo(plan.Job.Edges[1], 1));
    }

    [Fact]
    public void Every_source_and_sink_is_asked_whether_it_can_work()
    {
        var source = new AskedSource();
        var sink = new AskedSink();
        var job = JobPlanner.Plan(Programs.Build(env => env.FromSource(source, "asked").SinkTo(sink).WithParallelism(3)));
        Assert.Equal((0, 0), (source.Asked, sink.AskedFor));
        JobPlanner.Validate(job);

        Assert.Equal((1, 3), (source.Asked, sink.AskedFor));
    }

    [Fact]
    public void A_record_type_that_cannot_be_serialized_is_refused_with_the_operators_and_the_reason()
    {
        var refused = Assert.Throws<JobValidationException>(() => JobPlanner.Plan(Programs.Build(env =>
            env.FromSequence(0, 9).Map(_ => new Holder(() => { })).WithName("makes").Rebalance().Map(h => h).WithName("takes").Discard())));

        Assert.Contains("from 'makes' to 'takes' in job 'job'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Callback", refused.Message, StringComparison.Ordinal);
        Assert.IsType<UnserializableTypeException>(refused.InnerException);
    }

    [Fact]
    public void A_record_type_is_refused_within_a_chain_too() => Assert.Throws<JobValidationException>(() =>
        JobPlanner.Plan(Programs.Build(env => env.FromSequence(0, 9).Map(_ => new Holder(() => { })).Map(_ => 1).Discard())));

    [Fact]
    public void A_key_type_that_cannot_be_a_key_is_refused_where_it_is_written() =>
        Assert.IsType<InvalidKeyTypeException>(Assert.Throws<JobValidationException>(
            () => Programs.Build(env => env.FromSequence(0, 9).KeyBy(x => new[] { x }))).InnerException);

    internal sealed record Holder(Action Callback);

    private sealed class AskedSource : WholeSource<long>
    {
        public int Asked { get; private set; }

        public override void Validate() => Asked++;

        public override SourceReader<long, Whole> CreateReader() => throw new InvalidOperationException("Nothing runs here.");
    }

    private sealed class AskedSink : Sink<long>
    {
        public int AskedFor { get; private set; }

        public override void Validate(int parallelism) => AskedFor = parallelism;

        public override SinkWriter<long> CreateWriter() => throw new InvalidOperationException("Nothing runs here.");
    }
}
