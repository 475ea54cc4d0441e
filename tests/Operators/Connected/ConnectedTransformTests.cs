using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Tests.Connected;

/// <summary>Operators of a user's own over two streams.</summary>
public sealed class ConnectedTransformTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings { Parallelism = 2 });

    [Fact]
    public void An_operator_of_ones_own_reads_both_streams()
    {
        _env.FromElements(1).Connect(_env.FromElements("a")).Transform("Mine", () => new Mine()).Discard();
        _env.FromElements(1).Connect(_env.FromElements("a")).KeyBy(x => x, x => x.Length).Transform("KeyedMine", () => new Mine()).Discard();
        var graph = _env.BuildGraph("job");
        var (plain, keyed) = (graph.Nodes.Single(n => n.Kind == "Mine"), graph.Nodes.Single(n => n.Kind == "KeyedMine"));
        Assert.Equal([typeof(int), typeof(string)], plain.Inputs);
        Assert.Null(plain.KeyType);
        Assert.Equal(typeof(int), keyed.KeyType);
        Assert.All(graph.Edges.Where(e => e.Target == keyed.Id), e => Assert.Equal("HASH", e.PartitionerName));
        Assert.IsType<Mine>(plain.CreateOperator());
    }

    [Fact]
    public void Nothing_is_null()
    {
        var streams = _env.FromElements(1).Connect(_env.FromElements("a"));
        Assert.Throws<ArgumentNullException>(() => streams.Transform<int>("Mine", null!));
        Assert.Throws<ArgumentException>(() => streams.Transform(" ", () => new Mine()));
        Assert.Throws<ArgumentNullException>(() => streams.KeyBy(x => x, x => x.Length).Transform<int>("Mine", null!));
    }

    [Fact]
    public void An_object_that_serves_all_subtasks_cannot_hear_of_checkpoints()
    {
        _env.FromElements(1).KeyBy(x => x).Aggregate(new Listening()).WithName("listens").Discard();
        var refusal = Assert.Throws<JobValidationException>(() => _env.BuildGraph("job")).Message;
        Assert.Contains("Operator 'listens' of job 'job' cannot run", refusal, StringComparison.Ordinal);
        Assert.Contains("wants to hear of checkpoints, and nobody tells it", refusal, StringComparison.Ordinal);
    }

    private sealed class Mine : TwoInputOperator<int, string, int>
    {
        protected override void CollectFirst(int value, long timestamp) => Output.Collect(value, timestamp);

        protected override void CollectSecond(string value, long timestamp) => Output.Collect(value.Length, timestamp);
    }

    private sealed class Listening : IAggregateFunction<int, int, int>, ICheckpointListener
    {
        public int CreateAccumulator() => 0;

        public int Add(int value, int accumulator) => accumulator;

        public int GetResult(int accumulator) => accumulator;

        public int Merge(int first, int second) => first;

        public void NotifyCheckpointComplete(long checkpointId)
        {
        }
    }
}
