using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Linq;
using FlowActors.State;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Api;

/// <summary>A keyed stream is a stream: what works on any works on it, and what has keyed state has it wherever the stream is known as any.</summary>
public sealed class KeyedStreamTests
{
    [Fact]
    public void What_a_stream_can_do_a_keyed_one_can()
    {
        var graph = Programs.Graph(env =>
        {
            var keyed = env.FromElements(1, 2).KeyBy(x => x % 2);
            keyed.Print();
            keyed.Collect();
            keyed.SinkTo(new FlowActors.Sinks.DiscardSink<int>());
            keyed.Union(env.FromElements(3), keyed).Discard();
            keyed.AssignTimestampsAndWatermarks(WatermarkStrategy.ForMonotonousTimestamps<int>()).Discard();
            keyed.Connect(env.FromElements("a")).Map(x => x, x => x.Length).Discard();
            env.FromElements("a").Connect(keyed).Map(x => x.Length, x => x).Discard();
            keyed.Process(() => new Passing()).Discard();
        });
        var behind = graph.Edges.Where(e => e.Source == 0).ToArray();
        Assert.Equal(9, behind.Length);
        Assert.All(behind, e => Assert.Equal(("HASH", true), (e.PartitionerName, e.IsExplicit)));
        Assert.All(graph.Nodes, n => Assert.Null(n.KeyType));
    }

    [Fact]
    public void Functions_have_keyed_state_also_where_the_stream_is_known_as_any()
    {
        Assert.Equal(typeof(int), Kind("KeyedMap", s => s.Map(() => new Counting())));
        Assert.Equal(typeof(int), Kind("KeyedFilter", s => s.Filter(() => new Odd())));
        Assert.Equal(typeof(int), Kind("KeyedFlatMap", s => s.FlatMap(() => new Repeating())));
        Assert.Null(Kind("Map", s => s.Map(x => x + 1)));
        Assert.Equal([1, 1, 2], Programs.Run<int, int>(s => Any(s).Map(() => new Counting()), 1, 2, 3));
    }

    [Fact]
    public void Streams_with_keys_of_one_type_share_their_state_and_those_of_others_are_refused()
    {
        var env = new StreamExecutionEnvironment(new JobSettings());
        var keyed = env.FromElements(1).KeyBy(x => x);
        DataStream<int> known = keyed;
        DataStream<string> lengths = env.FromElements("a").KeyBy(x => x.Length);
        Assert.IsType<KeyedConnectedStreams<int, string, int>>(keyed.Connect(env.FromElements("a").KeyBy(x => x.Length)));
        Assert.IsType<KeyedConnectedStreams<int, string, int>>(known.Connect(lengths));
        Assert.IsType<ConnectedStreams<int, string>>(keyed.Connect(env.FromElements("a")));
        Assert.IsType<ConnectedStreams<int, string>>(keyed.AsDataStream().Connect(lengths));
        var refusal = Assert.Throws<JobValidationException>(() => keyed.Connect(env.FromElements("a").KeyBy(x => x)));
        Assert.Contains("keyed by System.Int32 is connected with one that is keyed by System.String", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connected_streams_with_keys_are_connected_streams()
    {
        var graph = Programs.Graph(env =>
        {
            var streams = env.FromElements(1).KeyBy(x => x).Connect(env.FromElements("a").KeyBy(x => x.Length));
            ConnectedStreams<int, string> any = streams;
            any.Map(() => new Lengths()).Discard();
            any.Map(x => x, x => x.Length).Discard();
            streams.Process(() => new Nothing()).Discard();
            streams.KeyBy(x => $"{x}", x => x).Map(() => new Lengths()).Discard();
            Assert.Equal(3, Assert.IsType<KeyedStream<string, int>>(streams.Second).KeySelector("abc"));
        });
        Assert.Equal(
            [("KeyedCoMap", "Int32"), ("CoMap", null), ("CoProcess", null), ("KeyedCoMap", "String")],
            graph.Nodes.Where(n => n.Inputs.Count == 2).Select(n => (n.Kind, n.KeyType?.Name)));
        Assert.All(graph.Edges.Where(e => graph.Nodes[e.Target].Inputs.Count == 2), e => Assert.Equal("HASH", e.PartitionerName));
    }

    [Fact]
    public void A_query_of_a_keyed_stream_has_the_plan_of_its_methods()
    {
        AssertSamePlan(
            s => from x in s where x > 1 select x * 2,
            s => s.Filter(x => x > 1).Map(x => x * 2));
        AssertSamePlan(
            s => from x in s from y in Enumerable.Range(0, x) select x + y,
            s => s.FlatMap(x => Enumerable.Range(0, x).Select(y => x + y)));
        AssertSamePlan(
            s => (from x in s group x by x % 3).First(),
            s => s.KeyBy(x => x % 3).First());
        AssertSamePlan(s => s.SelectMany(x => Enumerable.Repeat(x, 2)), s => s.FlatMap(x => Enumerable.Repeat(x, 2)));
    }

    // Flink's rule.
    [Fact]
    public void Its_records_stay_where_their_keys_are()
    {
        var keyed = new StreamExecutionEnvironment(new JobSettings()).FromElements(1).KeyBy(x => x);
        Action[] partitionings =
        [
            () => keyed.Forward(), () => keyed.Rebalance(), () => keyed.Rescale(), () => keyed.Shuffle(), () => keyed.Global(), () => keyed.Broadcast(),
            () => keyed.Broadcast(new MapStateDescriptor<int, int>("rules")), () => keyed.PartitionByHash(x => x), () => keyed.PartitionCustom((x, _) => x, x => x),
        ];
        Assert.All(partitionings, p => Assert.Contains("partitioned by its keys", Assert.Throws<JobValidationException>(p).Message, StringComparison.Ordinal));
        Assert.Contains("REBALANCE would undo", Assert.Throws<JobValidationException>(() => keyed.Rebalance()).Message, StringComparison.Ordinal);
        Assert.Contains("is no operator", Assert.Throws<JobValidationException>(() => keyed.WithName("n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_keys_and_no_keys_replace_its_own()
    {
        var graph = Programs.Graph(env =>
        {
            var keyed = env.FromElements(1).KeyBy(x => x);
            keyed.KeyBy(x => $"{x}").First().Discard();
            keyed.ReinterpretAsKeyed(x => (long)x).First().Discard();
            keyed.AsDataStream().Rebalance().Map(x => x).Discard();
            keyed.AsDataStream().Filter(() => new Odd()).Discard();
        });
        Assert.Equal(
            [("First", "String", "HASH"), ("First", "Int64", "HASH"), ("Map", null, "REBALANCE"), ("Filter", null, "HASH")],
            graph.Edges.Where(e => e.Source == 0).Select(e => (graph.Nodes[e.Target], e.PartitionerName))
                .Select(e => (e.Item1.Kind, e.Item1.KeyType?.Name, e.PartitionerName)));
    }

    private static DataStream<int> Any(DataStream<int> stream) => stream.KeyBy(x => x % 2);

    private static Type? Kind<TOut>(string expected, Func<DataStream<int>, DataStream<TOut>> program)
    {
        var node = Programs.OperatorOf<int, TOut>(s => program(Any(s)));
        Assert.Equal(expected, node.Kind);
        return node.KeyType;
    }

    private static void AssertSamePlan<TOut>(Func<KeyedStream<int, int>, DataStream<TOut>> query, Func<KeyedStream<int, int>, DataStream<TOut>> methods)
    {
        Assert.Equal(Plan(methods), Plan(query));

        static IEnumerable<string> Plan(Func<KeyedStream<int, int>, DataStream<TOut>> program)
        {
            var graph = Programs.Graph(env => program(env.FromElements(1).KeyBy(x => x)).Discard());
            return [.. graph.Nodes.Select(n => $"{n.Kind} {n.KeyType}"), .. graph.Edges.Select(e => $"{e.Source} {e.Target} {e.PartitionerName}")];
        }
    }

    private sealed class Counting : RichMapFunction<int, int>
    {
        private IValueState<int>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<int>("count"));

        public override int Map(int value)
        {
            _count!.Update(_count.Value() + 1);
            return _count.Value();
        }
    }

    private sealed class Odd : RichFilterFunction<int>
    {
        public override bool Filter(int value) => value % 2 == 1;
    }

    private sealed class Repeating : RichFlatMapFunction<int, int>
    {
        public override void FlatMap(int value, Collector<int> output) => output.Collect(value);
    }

    private sealed class Lengths : RichCoMapFunction<int, string, int>
    {
        public override int Map1(int value) => value;

        public override int Map2(string value) => value.Length;
    }

    private sealed class Nothing : CoProcessFunction<int, string, int>
    {
        public override void ProcessElement1(int value, IProcessContext context, Collector<int> output)
        {
        }

        public override void ProcessElement2(string value, IProcessContext context, Collector<int> output)
        {
        }
    }

    private sealed class Passing : ProcessFunction<int, int>
    {
        public override void ProcessElement(int value, IProcessContext context, Collector<int> output) => output.Collect(value);
    }
}
