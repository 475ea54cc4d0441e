using FlowActors.Functions;
using FlowActors.Runtime.Planning;

namespace FlowActors.Runtime.Tests.Planning;

/// <summary>What another plan, a cluster of several nodes or a restore would refuse is refused when the job is built, on one node too.</summary>
public sealed class RecordTypeTests
{
    [Fact]
    public void Records_within_a_chain_need_a_serializer() => AssertRefused(
        "Records cannot go from 'open' to 'close'",
        env => env.FromSequence(0, 9).Map(x => new Handle(() => x)).WithName("open").Map(h => h.Read()).WithName("close").Discard());

    [Fact]
    public void Records_between_subtasks_of_one_node_need_a_serializer() => AssertRefused(
        "Records cannot go from 'open' to 'close'",
        env => env.FromSequence(0, 9).Map(x => new Handle(() => x)).WithName("open").Rebalance().Map(h => h.Read()).WithName("close").Discard());

    [Fact]
    public void An_accumulator_needs_a_serializer() => AssertRefused(
        "Operator 'fold' cannot keep its state",
        env => env.FromSequence(0, 9).KeyBy(x => x).Aggregate(() => new Handle(() => 1), (a, _) => a, (_, a) => a.Read()).WithName("fold").Discard());

    [Fact]
    public void An_accumulator_of_an_aggregate_function_needs_a_serializer() => AssertRefused(
        "Operator 'fold' cannot keep its state",
        env => env.FromSequence(0, 9).KeyBy(x => x).Aggregate(new Handles()).WithName("fold").Discard());

    [Fact]
    public void An_accumulator_whose_constructor_changes_what_it_is_given_is_refused() => AssertRefused(
        "its Value was given '1', holds '2'",
        env => env.FromSequence(0, 9).KeyBy(x => x).Aggregate(() => new Rising(0), (a, _) => a, (_, a) => a.Value).Discard());

    [Fact]
    public void Records_that_would_lose_a_field_are_refused() => AssertRefused(
        "the field Owner, which would be lost",
        env => env.FromElements(new Basket { Owner = "ann" }).KeyBy(b => 1).Reduce((a, _) => a).Discard());

    [Fact]
    public void A_key_with_an_equality_of_its_own_is_refused() => AssertRefused(
        "RegisterKey", env => env.FromElements("Ann", "ANN").KeyBy(x => new Account(x)).Count().Discard());

    [Fact]
    public void A_hash_partitioning_by_a_key_with_an_equality_of_its_own_is_refused() => AssertRefused(
        "RegisterKey", env => env.FromElements("Ann", "ANN").PartitionByHash(x => new Account(x)).Discard());

    [Fact]
    public void A_function_that_is_async_is_called_so()
    {
        AssertRefused("Functions are synchronous", env => env.FromSequence(0, 9).Map(async x => await Task.FromResult(x)).Discard());
        AssertRefused("Functions are synchronous", env => env.FromSequence(0, 9).Map(x => ValueTask.FromResult(x)).Discard());
        AssertRefused("Functions are synchronous", env => env.FromSequence(0, 9).Map(x => Later(x)).Discard());
        AssertRefused("Functions are synchronous", env => env.FromSequence(0, 9).KeyBy(async x => await Task.FromResult(x)).Count().Discard());
    }

    private static async IAsyncEnumerable<long> Later(long x)
    {
        await Task.Yield();
        yield return x;
    }

    private static void AssertRefused(string says, Action<StreamExecutionEnvironment> build)
    {
        var refused = Assert.Throws<JobValidationException>(() => JobPlanner.Plan(Programs.Build(env => build(env.SetParallelism(1)))));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    internal sealed record Handle(Func<long> Read);

    internal sealed class Rising(int value)
    {
        public int Value { get; } = value + 1;
    }

    internal sealed class Basket : List<string>
    {
        public string? Owner;
    }

    internal sealed record Account(string Name)
    {
        public bool Equals(Account? other) => string.Equals(Name, other?.Name, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);
    }

    private sealed class Handles : IAggregateFunction<long, Handle, long>
    {
        public Handle CreateAccumulator() => new(() => 1);

        public Handle Add(long value, Handle accumulator) => accumulator;

        public long GetResult(Handle accumulator) => accumulator.Read();

        public Handle Merge(Handle first, Handle second) => first;
    }
}
