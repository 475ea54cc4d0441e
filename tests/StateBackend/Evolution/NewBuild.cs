using FlowActors.Functions;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using PolyType;

namespace FlowActors.StateBackend.Tests.Evolution;

/// <summary>The same program later: members came, went, moved and have grown; types have other names.</summary>
internal static class NewBuild
{
    /// <summary>What the old build has filled is there, in the types of today.</summary>
    public static void AssertFilled(IStateScope scope)
    {
        var states = new States(scope);
        for (var i = 0; i < OldBuild.Keys; i++)
        {
            states.Keyed.Key.Set(((Area)(i % 2), $"key {i}"));
            AssertIs(i, states.Value.Value());
            Assert.Collection(states.List.Get(), first => AssertIs(i, first), second => AssertIs(i + 1, second));
            AssertIs(i, Assert.Single(states.Map.Entries(), e => e.Key == Area.South).Value);
            Assert.True(states.Reduced.TryGet(out var reduced));
            AssertIs(i, reduced);
            Assert.True(states.Aggregated.TryGet(out var total));
            Assert.Equal((i + 1L, 0), total);
            Assert.Equal(i, states.Forgotten.Value());
            Assert.Equal(i, states.Kept.Value());
        }

        Assert.Collection(states.Split.Get(), first => AssertIs(1, first), second => AssertIs(2, second));
        AssertIs(3, Assert.Single(states.United.Get()));
        AssertIs(4, Assert.Single(states.Rules.Entries(), e => e.Key == "a").Value);
        Assert.Equal(OldBuild.Keys, states.Timers.Count);
        for (var i = 0; i < OldBuild.Keys; i++)
        {
            Assert.True(states.Timers.TryTake(long.MaxValue, out var timer));
            Assert.Equal((i * 10L, Area.South, ((Area)(i % 2), $"key {i}")), (timer.Timestamp, timer.Namespace, timer.Key));
        }
    }

    private static void AssertIs(int i, Order? order)
    {
        Assert.NotNull(order);
        Assert.Equal((i, i + 0.5, i * 2, (long)uint.MaxValue), (order.Number, order.Price, order.Discount, order.Weight));
        Assert.Equal([new Line(null, "x", i), null], order.Lines);
        Assert.Equal([new("k", -i)], order.Counts);
        Assert.Equal((new Place(-i, 0, i), Size.Large, new Shape.Circle(i, 0)), (order.At, order.Size, order.Shape));
        Assert.Equal((null, (0, null), default(DateTime), null), (order.Customer, order.Pair, order.When, order.Tags));
    }

    public enum Area : short
    {
        North,
        South,
    }

    public enum Size
    {
        Small,
        Large,
        Huge,
    }

    public sealed record Order(
        DateTime When,
        Shape? Shape,
        Size Size,
        [property: PropertyShape(Name = "Id")] long Number,
        double Price,
        List<Line?> Lines,
        SortedDictionary<int, string>? Tags,
        Dictionary<string, int> Counts,
        Place At,
        int? Discount,
        string? Customer,
        long Weight,
        (int, string?) Pair);

    public sealed record Line(List<string>? Notes, string Product, long Quantity);

    public record struct Place(int Y, int Z, int X);

    [DerivedTypeShape(typeof(Round), Name = "Round")]
    [DerivedTypeShape(typeof(Circle))]
    [DerivedTypeShape(typeof(Square))]
    public abstract record Shape
    {
        public sealed record Round : Shape;

        public sealed record Circle(double Radius, int Color) : Shape;

        public sealed record Square(long Side) : Shape;
    }

    public sealed record Total(int Count, long Sum);

    /// <summary>Asks for the states as the new program does.</summary>
    public sealed class States(IStateScope scope)
    {
        private readonly IOperatorStateStore _operator = scope.OperatorState(Opened.Uid);

        public IKeyedStates<(Area, string)> Keyed { get; } = scope.Keyed<(Area, string)>(Opened.Uid);

        public IValueState<Order> Value => Keyed.GetState(new ValueStateDescriptor<Order>("value"));

        public IListState<Order> List => Keyed.GetListState(new ListStateDescriptor<Order>("list"));

        public IMapState<Area, Order> Map => Keyed.GetMapState(new MapStateDescriptor<Area, Order>("map"));

        public IReducingState<Order> Reduced => Keyed.GetReducingState(new ReducingStateDescriptor<Order>("reduced", Last));

        public IAggregatingState<int, (long, int)> Aggregated =>
            Keyed.GetAggregatingState(new AggregatingStateDescriptor<int, Total, (long, int)>("aggregated", new SumAndCount()));

        public IValueState<long> Forgotten => Keyed.GetState(new ValueStateDescriptor<long>("forgotten"));

        public IValueState<long> Kept => Keyed.GetState(new ValueStateDescriptor<long>("kept") { TimeToLive = s_hour });

        public ITimerQueue<(Area, string), Area> Timers => Keyed.GetTimers<Area>("timers");

        public IOperatorListState<Order> Split => _operator.GetListState(new ListStateDescriptor<Order>("split"));

        public IOperatorListState<Order> United => _operator.GetUnionListState(new ListStateDescriptor<Order>("united"));

        public IBroadcastState<string, Order> Rules => _operator.GetBroadcastState(new MapStateDescriptor<string, Order>("rules"));

        private static readonly StateTtlConfig s_hour = new(TimeSpan.FromHours(1));

        private static Order Last(Order a, Order b) => b;
    }

    private sealed class SumAndCount : IAggregateFunction<int, Total, (long, int)>
    {
        public Total CreateAccumulator() => new(0, 0);

        public Total Add(int value, Total accumulator) => new(accumulator.Count + 1, accumulator.Sum + value);

        public (long, int) GetResult(Total accumulator) => (accumulator.Sum, accumulator.Count);

        public Total Merge(Total a, Total b) => new(a.Count + b.Count, a.Sum + b.Sum);
    }
}
