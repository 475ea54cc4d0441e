using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks.State;
using FlowActors.Runtime.Tests.Planning;

namespace FlowActors.Runtime.Tests.Subtasks.State;

public sealed class StateMemoryCheckTests
{
    private const long Mega = 1 << 20;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(8, 16)]
    public void The_least_that_works_is_enough_and_a_byte_less_is_not(int parallelism, int least)
    {
        Assert.Null(RefusalOf(parallelism, "rocksdb", least * Mega));
        Assert.Contains($"Set it to {least}MiB or more", RefusalOf(parallelism, "rocksdb", (least * Mega) - 1), StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_job_number_figure_and_key() => Assert.Equal(
        "Job 'twice' has 6 subtasks of keyed operators, for whose state 6,291,456 bytes of memory are needed at least on rocksdb; flowactors.state.memory is 2,097,152. " +
        "Set it to 6MiB or more, or take a lower parallelism.",
        RefusalOf(3, "rocksdb", 2 * Mega));

    [Fact]
    public void State_in_memory_needs_none() => Assert.Null(RefusalOf(100, "memory", 2 * Mega));

    [Fact]
    public void The_backend_of_the_node_counts_where_the_job_chooses_none()
    {
        Assert.Null(RefusalOf(3, null, 2 * Mega, node: "memory"));
        Assert.NotNull(RefusalOf(3, null, 2 * Mega, node: "rocksdb"));
    }

    [Fact]
    public void Subtasks_without_keyed_state_count_for_nothing() => Assert.Null(Refusal(
        Programs.Build(env => env.SetParallelism(100).SetStateBackend("rocksdb").FromSequence(0, 9).Map(x => x + 1).Discard()), 2 * Mega, "memory"));

    private static string? RefusalOf(int parallelism, string? backend, long memory, string node = "memory") => Refusal(
        Programs.Build(
            env =>
            {
                env.SetParallelism(parallelism);
                if (backend is not null) env.SetStateBackend(backend);
                env.FromSequence(0, 9).KeyBy(x => x % 3).Count().KeyBy(x => x.Value % 2).Count().Discard();
            },
            "twice"),
        memory,
        node);

    private static string? Refusal(Graph.StreamGraph program, long memory, string node) =>
        StateMemoryCheck.Refusal(ExecutionGraph.Of(JobPlanner.Plan(program)), new StateSettings(node) { MemoryBytes = memory });
}
