using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Tests.Subtasks;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>Inputs are numbered by their ports, and each has a stream.</summary>
public sealed class InputsJoinedTests
{
    [Theory]
    [InlineData(new[] { 1 }, "Operator 'merge' of job 'test' cannot run: input 0 of 2 has no stream: connect one, or leave the input out.")]
    [InlineData(new[] { 0 }, "Operator 'merge' of job 'test' cannot run: input 1 of 2 has no stream: connect one, or leave the input out.")]
    [InlineData(new[] { 0, 1, 2 }, "Operator 'merge' of job 'test' cannot run: a stream leads to its input 2, and it has 2.")]
    public void An_input_without_a_stream_and_a_stream_without_an_input_are_refused(int[] inputs, string message) =>
        Assert.Equal(message, Assert.Throws<JobValidationException>(() => JobPlanner.Plan(With(inputs))).Message);

    [Fact]
    public void Several_streams_may_lead_to_one_input() => Assert.NotEmpty(JobPlanner.Plan(With([0, 1, 1])).Vertices);

    private static StreamGraph With(int[] inputs) => new(
        "test",
        [
            new SourceNode<long>(0, "numbers", new Listed<long>([1, 2, 3])) { Kind = "Listed" },
            new OperatorNode(1, "merge", [typeof(long), typeof(long)], [], () => throw new NotSupportedException()) { Kind = "Merge" },
        ],
        [.. inputs.Select(i => new StreamEdge<long>(new NodePort(0), new NodePort(1, i), new RebalancePartitioner<long>()))],
        new JobSettings { Parallelism = 1 });
}
