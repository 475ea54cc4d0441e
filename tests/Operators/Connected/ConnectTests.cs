using FlowActors.Functions;
using FlowActors.Graph;

namespace FlowActors.Tests.Connected;

/// <summary>What programs with two inputs become.</summary>
public sealed class ConnectTests
{
    private readonly StreamExecutionEnvironment _env = new(new JobSettings { Parallelism = 2 });

    [Fact]
    public void An_operator_with_two_inputs_has_an_edge_to_each()
    {
        _env.FromElements(1).Connect(_env.FromElements("a")).Map(x => $"{x}", x => x).Discard();
        var graph = _env.BuildGraph("job");
        Assert.Equal([typeof(int), typeof(string)], graph.Nodes[2].Inputs);
        Assert.Equal([(0, 0, "FORWARD"), (1, 1, "FORWARD")], graph.Edges.Take(2).Select(e => (e.Source, e.To.Number, e.PartitionerName)));
        Assert.Null(graph.Nodes[2].KeyType);
    }

    [Fact]
    public void Keyed_streams_are_partitioned_by_keys_of_one_type_in_either_spelling()
    {
        var (numbers, texts) = (_env.FromElements(1), _env.FromElements("a"));
        numbers.Connect(texts).KeyBy(x => x, x => x.Length).Process(() => new Nothing()).Discard();
        numbers.KeyBy(x => x).Connect(texts.KeyBy(x => x.Length)).Process(() => new Nothing()).Discard();
        var graph = _env.BuildGraph("job");
        var nodes = graph.Nodes.Where(n => n.Kind == "KeyedCoProcess").ToArray();
        Assert.Equal(2, nodes.Length);
        Assert.All(nodes, n => Assert.Equal(typeof(int), n.KeyType));
        Assert.All(nodes, n => Assert.Equal(2, n.UserCode.Count - 1));
        Assert.All(graph.Edges.Where(e => nodes.Any(n => n.Id == e.Target)), e => Assert.Equal("HASH", e.PartitionerName));
    }

    [Fact]
    public void Lambdas_run_in_the_subtasks_of_the_keys()
    {
        var keyed = _env.FromElements(1).KeyBy(x => x).Connect(_env.FromElements("a").KeyBy(x => x.Length));
        keyed.Map(x => $"{x}", x => x).Discard();
        keyed.FlatMap<string>((x, output) => output.Collect($"{x}"), (x, output) => output.Collect(x)).Discard();
        _env.FromElements(1).KeyBy(x => x).Map(x => x + 1).Discard();
        _env.FromElements(1).KeyBy(x => x).Filter(x => x > 0).Discard();
        _env.FromElements(1).KeyBy(x => x).FlatMap(x => new[] { x }).Discard();
        _env.FromElements(1).KeyBy(x => x).FlatMap<int>((x, output) => output.Collect(x)).Discard();
        var graph = _env.BuildGraph("job");
        var nodes = graph.Nodes.Where(n => n.Kind is "CoMap" or "CoFlatMap" or "Map" or "Filter" or "FlatMap").ToArray();
        Assert.Equal(6, nodes.Length);
        Assert.All(graph.Edges.Where(e => nodes.Any(n => n.Id == e.Target)), e => Assert.Equal("HASH", e.PartitionerName));
    }

    [Fact]
    public void A_stream_of_another_environment_is_refused()
    {
        var other = new StreamExecutionEnvironment(new JobSettings()).FromElements("a");
        Assert.Contains("another environment cannot be connected", Refusal(() => _env.FromElements(1).Connect(other)), StringComparison.Ordinal);
        Assert.Contains(
            "another environment cannot be connected", Refusal(() => _env.FromElements(1).KeyBy(x => x).Connect(other.KeyBy(x => x.Length))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_cannot_be_a_key_is_refused() => Assert.Contains(
        "cannot be partitioned by", Refusal(() => _env.FromElements(1).Connect(_env.FromElements("a")).KeyBy(x => new[] { x }, x => new[] { 1 })), StringComparison.Ordinal);

    [Fact]
    public void An_asynchronous_lambda_is_refused()
    {
        _env.FromElements(1).Connect(_env.FromElements("a")).Map(async x =>
        {
            await Task.Yield();
            return x;
        }, async x =>
        {
            await Task.Yield();
            return x.Length;
        }).WithName("later").Discard();
        Assert.Contains("Operator 'later' of job 'job' cannot run", Refusal(() => _env.BuildGraph("job")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_null()
    {
        Assert.Throws<ArgumentNullException>(() => _env.FromElements(1).Connect((DataStream<int>)null!));
        Assert.Throws<ArgumentNullException>(() => _env.FromElements(1).Connect(_env.FromElements(2)).Map(null!, (int x) => x));
    }

    private static string Refusal(Func<object> build) => Assert.Throws<JobValidationException>(build).Message;

    private sealed class Nothing : KeyedCoProcessFunction<int, int, string, int>
    {
        public override void ProcessElement1(int value, IKeyedProcessContext<int> context, Collector<int> output)
        {
        }

        public override void ProcessElement2(string value, IKeyedProcessContext<int> context, Collector<int> output)
        {
        }
    }
}
