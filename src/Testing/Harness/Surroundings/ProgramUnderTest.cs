using FlowActors.Graph;
using FlowActors.Runtime.Planning;

namespace FlowActors.Testing;

/// <summary>Finds the one operator of a program that a test writes between an input and an output.</summary>
internal static class ProgramUnderTest
{
    /// <exception cref="ArgumentException">There is not exactly one.</exception>
    /// <exception cref="JobValidationException">The program cannot run: a type cannot be serialized, say.</exception>
    public static OperatorBlueprint Plan<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> program, HarnessSettings settings) =>
        Plan(env => Given(program(Input<TIn>(env))).Discard(), 1, settings, nodes => nodes.SkipLast(1));

    /// <summary>As the other, of a program with two inputs.</summary>
    public static OperatorBlueprint Plan<TFirst, TSecond, TOut>(
        Func<DataStream<TFirst>, DataStream<TSecond>, DataStream<TOut>> program, HarnessSettings settings) =>
        Plan(env => Given(program(Input<TFirst>(env), Input<TSecond>(env))).Discard(), 2, settings, nodes => nodes.SkipLast(1));

    /// <summary>As the other, of a program that ends in the operator: a sink.</summary>
    public static OperatorBlueprint Plan<TIn>(Func<DataStream<TIn>, StreamSink> program, HarnessSettings settings) =>
        Plan(env => program(Input<TIn>(env)), 1, settings, nodes => nodes);

    private static DataStream<T> Input<T>(StreamExecutionEnvironment env) => env.FromCollection(Array.Empty<T>());

    private static DataStream<T> Given<T>(DataStream<T>? result) =>
        result ?? throw new ArgumentException("The program gives no stream: return what the operator gives.");

    private static OperatorBlueprint Plan(
        Func<StreamExecutionEnvironment, StreamSink?> program,
        int inputs,
        HarnessSettings settings,
        Func<IEnumerable<StreamNode>, IEnumerable<StreamNode>> without)
    {
        var env = new StreamExecutionEnvironment(new JobSettings
        {
            Parallelism = settings.Parallelism,
            MaxParallelism = settings.MaxParallelism ?? settings.Snapshot?.MaxParallelism,
            Serializers = settings.Serializers,
            CopyMutableState = settings.CopyMutableState,
        });
        if (program(env) is null) throw new ArgumentException("The program gives no sink: return what SinkTo gives.", nameof(program));
        var graph = env.BuildGraph(HarnessContext.Job);
        var planned = JobPlanner.Plan(graph);
        // The inputs are the first nodes, and what takes the output the last, whatever the program adds.
        var between = without(graph.Nodes.Skip(inputs)).ToArray();
        if (between is not [OperatorNode node]) throw new ArgumentException(NotOne(between), nameof(program));
        var (uid, maxParallelism) = planned.Vertices
            .SelectMany(v => v.Chain.Select(o => (o.Uid, o.Node.Id, v.MaxParallelism)))
            .Where(o => o.Id == node.Id)
            .Select(o => (o.Uid, o.MaxParallelism))
            .Single();
        var edges = Enumerable.Range(0, node.Inputs.Count).Select(input => graph.Edges.First(e => e.To == new NodePort(node.Id, input)));
        return new OperatorBlueprint(node, uid, [.. edges.Select(e => e.Accept(new ToInput()))], maxParallelism);
    }

    private static string NotOne(StreamNode[] between) =>
        $"The program has {(between.Length == 0 ? "no operator" : $"{between.Length} operators ({string.Join(", ", between.Select(n => n.Name))})")} " +
        "between its input and its output, and a harness drives exactly one: give each a harness of its own, or run the whole program with the " +
        $"{nameof(FlowActorsTestKit)}. (Partitionings such as KeyBy and Rebalance are no operators.)";

    private sealed class ToInput : IStreamEdgeVisitor<HarnessInput>
    {
        public HarnessInput Visit<T>(StreamEdge<T> edge) => new HarnessInput<T>(edge.Partitioner);
    }
}
