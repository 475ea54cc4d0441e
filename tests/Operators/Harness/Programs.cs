using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Tests.Harness;

/// <summary>Operators as programs write them.</summary>
internal static class Programs
{
    /// <summary>What a program of one operator gives for these records.</summary>
    public static IReadOnlyList<TOut> Run<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> program, params TIn[] records)
    {
        using var harness = new OperatorHarness<TIn, TOut>((OneInputOperator<TIn, TOut>)OperatorOf(program).CreateOperator());
        return harness.Send(records).Values;
    }

    /// <summary>The one operator of a program.</summary>
    public static StreamNode OperatorOf<TIn, TOut>(Func<DataStream<TIn>, DataStream<TOut>> program)
    {
        var graph = Graph(env => program(env.FromElements<TIn>()).Discard());
        Assert.Equal(3, graph.Nodes.Count);
        return graph.Nodes[1];
    }

    /// <summary>The graph of a program.</summary>
    public static StreamGraph Graph(Action<StreamExecutionEnvironment> write)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2 });
        write(env);
        return env.BuildGraph("job");
    }
}
