using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.State;

namespace FlowActors.Tests.Connected;

/// <summary>What programs with broadcast state become.</summary>
public sealed class BroadcastConnectTests
{
    private static readonly MapStateDescriptor<string, int> Rules = new("rules");

    private readonly StreamExecutionEnvironment _env = new(new JobSettings { Parallelism = 2 });

    [Fact]
    public void The_data_side_keeps_its_partitioning_and_the_other_is_broadcast()
    {
        var rules = _env.FromElements("a").Broadcast(Rules);
        _env.FromElements(1).Connect(rules).Process(() => new Plain()).Discard();
        _env.FromElements(1).KeyBy(x => x).Connect(rules).Process(() => new Keyed()).Discard();
        var graph = _env.BuildGraph("job");
        var (plain, keyed) = (graph.Nodes.Single(n => n.Kind == "BroadcastProcess"), graph.Nodes.Single(n => n.Kind == "KeyedBroadcastProcess"));
        Assert.Equal(["FORWARD", "BROADCAST"], Partitioners(graph, plain));
        Assert.Equal(["HASH", "BROADCAST"], Partitioners(graph, keyed));
        Assert.Null(plain.KeyType);
        Assert.Equal(typeof(int), keyed.KeyType);
    }

    [Fact]
    public void Side_outputs_of_both_are_read()
    {
        var tag = new OutputTag<string>("side");
        var rules = _env.FromElements("a").Broadcast(Rules);
        Assert.NotNull(_env.FromElements(1).Connect(rules).Process(() => new Plain()).GetSideOutput(tag));
        Assert.NotNull(_env.FromElements(1).KeyBy(x => x).Connect(rules).Process(() => new Keyed()).GetSideOutput(tag));
    }

    [Fact]
    public void A_stream_of_another_environment_is_refused()
    {
        var other = new StreamExecutionEnvironment(new JobSettings()).FromElements("a").Broadcast(Rules);
        Assert.Contains("another environment cannot be connected", Refusal(() => _env.FromElements(1).Connect(other)), StringComparison.Ordinal);
        Assert.Contains(
            "another environment cannot be connected", Refusal(() => _env.FromElements(1).KeyBy(x => x).Connect(other)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_stands_for_one_state() => Assert.Contains(
        "'rules' is given to Broadcast twice",
        Refusal(() => _env.FromElements("a").Broadcast(Rules, new MapStateDescriptor<int, int>("rules"))),
        StringComparison.Ordinal);

    [Fact]
    public void Keys_of_maps_must_be_able_to_be_keys() => Assert.Contains(
        "The keys of the broadcast state 'odd' cannot be stored",
        Refusal(() => _env.FromElements("a").Broadcast(new MapStateDescriptor<int[], int>("odd"))),
        StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_null()
    {
        Assert.Throws<ArgumentNullException>(() => _env.FromElements("a").Broadcast((MapStateDescriptor)null!));
        Assert.Throws<ArgumentNullException>(() => _env.FromElements(1).Connect((BroadcastStream<string>)null!));
        Assert.Throws<ArgumentNullException>(
            () => _env.FromElements(1).Connect(_env.FromElements("a").Broadcast(Rules)).Process<int>(null!));
    }

    private static IEnumerable<string> Partitioners(StreamGraph graph, StreamNode node) =>
        graph.Edges.Where(e => e.Target == node.Id).OrderBy(e => e.To.Number).Select(e => e.PartitionerName);

    private static string Refusal(Func<object> build) => Assert.Throws<JobValidationException>(build).Message;

    private sealed class Plain : BroadcastProcessFunction<int, string, int>
    {
        public override void ProcessElement(int value, IReadOnlyBroadcastContext context, Collector<int> output)
        {
        }

        public override void ProcessBroadcastElement(string value, IBroadcastContext context, Collector<int> output)
        {
        }
    }

    private sealed class Keyed : KeyedBroadcastProcessFunction<int, int, string, int>
    {
        public override void ProcessElement(int value, IKeyedReadOnlyBroadcastContext<int> context, Collector<int> output)
        {
        }

        public override void ProcessBroadcastElement(string value, IKeyedBroadcastContext<int> context, Collector<int> output)
        {
        }
    }
}
