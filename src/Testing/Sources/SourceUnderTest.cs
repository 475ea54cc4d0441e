using FlowActors.Graph;
using FlowActors.Serialization;

namespace FlowActors.Testing;

/// <summary>Finds the source that a test's program adds.</summary>
internal static class SourceUnderTest
{
    /// <exception cref="ArgumentException">There is more than a source.</exception>
    public static SourceNode<T> Of<T>(Func<StreamExecutionEnvironment, DataStream<T>> program, SerializerRegistry serializers)
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Serializers = serializers });
        var stream = program(env) ?? throw new ArgumentException("The program gives no stream: return that of the source.", nameof(program));
        stream.Discard();
        // The last one is what takes the records.
        return env.BuildGraph(HarnessContext.Job).Nodes.SkipLast(1).ToArray() is [SourceNode<T> node]
            ? node
            : throw new ArgumentException(
                "The program adds more than a source, and a harness drives exactly one: leave out what stands behind it, or run the whole program " +
                $"with the {nameof(FlowActorsTestKit)}.", nameof(program));
    }
}
