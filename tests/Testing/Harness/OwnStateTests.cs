using FlowActors.Functions;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>What an operator itself keeps is not user code's, whatever names that chooses.</summary>
public sealed class OwnStateTests
{
    [Fact]
    public void A_state_by_the_name_of_the_operators_own_is_refused()
    {
        AssertRefused(() => OperatorHarness.Of<long, long>(n => n.KeyBy(x => x % 2).Reduce(() => new Reducing())).Process(1), "'reduce'");
        AssertRefused(() => OperatorHarness.Of<long, long>(n => n.KeyBy(x => x % 2).Aggregate(() => new Aggregating())).Process(1), "'aggregate'");
    }

    private static void AssertRefused(Action act, string name)
    {
        var error = Assert.Throws<OperatorFailedException>(act);
        Assert.Contains(name, error.InnerException!.Message, StringComparison.Ordinal);
        Assert.Contains("of the operator's own", error.InnerException.Message, StringComparison.Ordinal);
    }

    private sealed class Reducing : RichReduceFunction<long>
    {
        public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<long>("reduce"));

        public override long Reduce(long kept, long value) => kept + value;
    }

    private sealed class Aggregating : RichAggregateFunction<long, long, long>
    {
        public override void Open(IKeyedRuntimeContext context) => context.GetState(new ValueStateDescriptor<long>("aggregate"));

        public override long CreateAccumulator() => 0;

        public override long Add(long value, long accumulator) => accumulator + value;

        public override long GetResult(long accumulator) => accumulator;

        public override long Merge(long a, long b) => a + b;
    }
}
