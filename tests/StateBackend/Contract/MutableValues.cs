using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>Who may hold a value of a mutable type, and which changes of it are kept.</summary>
public abstract class MutableValues(IStateBackend backend) : ContractTests(backend)
{
    private static readonly ReducingStateDescriptor<Box> Sum = new("sum", static (kept, next) =>
    {
        kept.N += next.N;
        return kept;
    });

    [Fact]
    public void A_change_in_place_is_kept_without_an_update()
    {
        using var state = Backend.Keyed<int>();
        var value = state.GetState(new ValueStateDescriptor<Box>("value"));
        var map = state.GetMapState(new MapStateDescriptor<string, Box>("map"));
        var list = state.GetListState(new ListStateDescriptor<Box>("list"));
        state.CurrentKey = 1;
        value.Update(new Box { N = 1 });
        map.Put("a", new Box { N = 1 });
        list.Add(new Box { N = 1 });

        value.Value()!.N = 2;
        Assert.True(map.TryGet("a", out var entry));
        entry.N = 3;
        foreach (var box in map.Values()) box.N += 4;
        foreach (var element in list.Get()) element.N = 4;

        state.CurrentKey = 2;
        state.CurrentKey = 1;
        Assert.Equal(2, value.Value()!.N);
        Assert.Equal(7, map.Entries().Single().Value.N);
        Assert.Equal(4, list.Get().Single().N);
    }

    [Fact]
    public void A_fold_changes_neither_the_records_it_was_given_nor_the_results_it_gave()
    {
        using var state = Backend.Keyed<int>();
        var sum = state.GetReducingState(Sum);
        state.CurrentKey = 1;
        var first = new Box { N = 1 };
        sum.Add(first);
        Assert.True(sum.TryGet(out var result));
        sum.Add(new Box { N = 10 });

        Assert.Equal(1, first.N);
        Assert.Equal(1, result.N);
        result.N = 100;
        Assert.True(sum.TryGet(out var second));
        Assert.Equal(11, second.N);
    }

    [Fact]
    public void A_fold_that_gives_its_second_argument_back_keeps_a_copy_of_it()
    {
        using var state = Backend.Keyed<int>();
        var latest = state.GetReducingState(new ReducingStateDescriptor<Box>("latest", static (kept, next) =>
        {
            kept.N++;
            return next;
        }));
        state.CurrentKey = 1;
        var records = new[] { new Box { N = 1 }, new Box { N = 10 }, new Box { N = 100 } };
        foreach (var record in records) latest.Add(record);
        Assert.Equal([1, 10, 100], records.Select(r => r.N));
    }

    [Fact]
    public void An_aggregate_that_gives_its_accumulator_away_gives_a_copy()
    {
        using var state = Backend.Keyed<int>();
        var sum = state.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("sum", new SumOfBoxes()));
        state.CurrentKey = 1;
        sum.Add(1);
        Assert.True(sum.TryGet(out var result));
        sum.Add(10);
        Assert.Equal(1, result.N);
    }

    [Fact]
    public void An_aggregate_that_gives_a_part_of_its_accumulator_away_gives_a_copy()
    {
        using var state = Backend.Keyed<int>();
        var all = state.GetAggregatingState(new AggregatingStateDescriptor<long, Boxes, List<Box>>("all", new AllBoxes()));
        state.CurrentKey = 1;
        all.Add(1);
        Assert.True(all.TryGet(out var result));
        all.Add(10);
        Assert.Equal([2], result.Select(b => b.N));
        result[0].N = 100;
        Assert.True(all.TryGet(out var second));
        Assert.Equal([3, 11], second.Select(b => b.N));
    }

    [Fact]
    public void A_result_that_cannot_be_stored_needs_no_serializer()
    {
        using var state = Backend.Keyed<int>();
        var all = state.GetAggregatingState(new AggregatingStateDescriptor<long, Boxes, Func<long>>("lazy", new LazyBoxes()));
        state.CurrentKey = 1;
        all.Add(1);
        Assert.True(all.TryGet(out var result));
        Assert.Equal(2, result());
    }

    [Fact]
    public void A_fold_that_throws_at_the_first_value_leaves_no_trace()
    {
        using var state = Backend.Keyed<int>();
        var state1 = state.GetAggregatingState(new AggregatingStateDescriptor<int, Box, Box>("picky", new Picky()));
        state.CurrentKey = 1;
        Assert.Throws<FormatException>(() => state1.Add(-1));
        Assert.False(state1.TryGet(out _));
    }

    public sealed class Boxes
    {
        public List<Box> Items { get; set; } = [];
    }

    private abstract class Collecting<TOut> : Functions.IAggregateFunction<long, Boxes, TOut>
    {
        public Boxes CreateAccumulator() => new();

        public Boxes Add(long value, Boxes accumulator)
        {
            accumulator.Items.Add(new Box { N = value });
            foreach (var box in accumulator.Items) box.N++;
            return accumulator;
        }

        public abstract TOut GetResult(Boxes accumulator);

        public Boxes Merge(Boxes first, Boxes second) => first;
    }

    private sealed class AllBoxes : Collecting<List<Box>>
    {
        public override List<Box> GetResult(Boxes accumulator) => accumulator.Items;
    }

    private sealed class LazyBoxes : Collecting<Func<long>>
    {
        public override Func<long> GetResult(Boxes accumulator)
        {
            var sum = accumulator.Items.Sum(b => b.N);
            return () => sum;
        }
    }

    private sealed class Picky : Functions.IAggregateFunction<int, Box, Box>
    {
        public Box CreateAccumulator() => new();

        public Box Add(int value, Box accumulator) => value < 0 ? throw new FormatException() : accumulator;

        public Box GetResult(Box accumulator) => accumulator;

        public Box Merge(Box first, Box second) => first;
    }
}
