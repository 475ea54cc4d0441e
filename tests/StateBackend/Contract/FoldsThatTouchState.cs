using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>The function of a fold is user code, and may touch the very state that it folds into.</summary>
public abstract class FoldsThatTouchState(IStateBackend backend) : ContractTests(backend)
{
    private const int Keys = 200;

    [Fact]
    public void A_reduce_that_clears_its_own_state_changes_no_other_key()
    {
        using var state = Backend.Keyed<int>();
        IReducingState<long>? sum = null;
        sum = state.GetReducingState(new ReducingStateDescriptor<long>("sum", (kept, next) =>
        {
            sum!.Clear();
            return kept + next;
        }));
        AssertEachKeyHasItsOwn(state, sum);
    }

    [Fact]
    public void An_aggregate_that_clears_its_own_state_changes_no_other_key()
    {
        using var state = Backend.Keyed<int>();
        var function = new Clearing();
        var sum = state.GetAggregatingState(new AggregatingStateDescriptor<long, long, long>("sum", function));
        function.State = sum;
        AssertEachKeyHasItsOwn(state, sum);
    }

    [Fact]
    public void A_fold_that_makes_its_table_grow_changes_its_own_key_only()
    {
        using var state = Backend.Keyed<int>();
        IReducingState<long>? sum = null;
        var others = 1_000;
        sum = state.GetReducingState(new ReducingStateDescriptor<long>("sum", (kept, next) =>
        {
            var key = state.CurrentKey;
            for (var last = others + 300; others < last; others++)
            {
                state.CurrentKey = others;
                sum!.Add(1);
            }

            state.CurrentKey = key;
            return kept + next;
        }));
        AssertEachKeyHasItsOwn(state, sum);
        for (var key = 1_000; key < others; key++)
        {
            state.CurrentKey = key;
            Assert.True(sum.TryGet(out var one));
            Assert.Equal(1, one);
        }
    }

    private static void AssertEachKeyHasItsOwn(OpenedKeys<int> state, IAppendingState<long, long> sum)
    {
        for (var round = 0; round < 3; round++)
        {
            for (var key = 0; key < Keys; key++)
            {
                state.CurrentKey = key;
                sum.Add(key);
            }
        }

        for (var key = 0; key < Keys; key++)
        {
            state.CurrentKey = key;
            Assert.True(sum.TryGet(out var result), $"key {key} has lost its value");
            Assert.Equal(3 * key, result);
        }
    }

    private sealed class Clearing : IAggregateFunction<long, long, long>
    {
        public IKeyedState? State { get; set; }

        public long CreateAccumulator() => 0;

        public long Add(long value, long accumulator)
        {
            State!.Clear();
            return accumulator + value;
        }

        public long GetResult(long accumulator) => accumulator;

        public long Merge(long first, long second) => first + second;
    }
}
