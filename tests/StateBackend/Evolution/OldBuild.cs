using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;
using PolyType;

namespace FlowActors.StateBackend.Tests.Evolution;

/// <summary>A program as it was once, with a state of every kind. A golden file holds what it wrote: nothing here changes any more.</summary>
internal static class OldBuild
{
    public const int Keys = 5;
    private const int MaxParallelism = 8;

    public static StateScopeSettings Settings { get; } = new(
        new JobId("job"), 1, 0, 0, MaxParallelism, new KeyGroupRange(0, MaxParallelism - 1), [new StateOperator(Opened.Uid, Opened.Operator)],
        SerializerRegistry.Default, new ManualClock());

    public static IStateScope Open(IStateBackend backend) => backend.Open(Settings, CancellationToken.None);

    public static IStateScope Filled(IStateBackend backend)
    {
        var scope = Open(backend);
        var keyed = scope.Keyed<(Region, string)>(Opened.Uid);
        var value = keyed.GetState(new ValueStateDescriptor<Order>("value"));
        var list = keyed.GetListState(new ListStateDescriptor<Order>("list"));
        var map = keyed.GetMapState(new MapStateDescriptor<Region, Order>("map"));
        var reduced = keyed.GetReducingState(new ReducingStateDescriptor<Order>("reduced", static (_, b) => b));
        var aggregated = keyed.GetAggregatingState(new AggregatingStateDescriptor<int, Total, int>("aggregated", new Sum()));
        var forgotten = keyed.GetState(new ValueStateDescriptor<int>("forgotten") { TimeToLive = new(TimeSpan.FromHours(1)) });
        var kept = keyed.GetState(new ValueStateDescriptor<int>("kept"));
        var timers = keyed.GetTimers<Region>("timers");
        for (var i = 0; i < Keys; i++)
        {
            keyed.Key.Set(((Region)(i % 2), $"key {i}"));
            value.Update(Order.Of(i));
            list.Update([Order.Of(i), Order.Of(i + 1)]);
            map.Put(Region.South, Order.Of(i));
            reduced.Add(Order.Of(i));
            aggregated.Add(i);
            aggregated.Add(1);
            forgotten.Update(i);
            kept.Update(i);
            timers.Add(Region.South, i * 10);
        }

        var store = scope.OperatorState(Opened.Uid);
        store.GetListState(new ListStateDescriptor<Order>("split")).Update([Order.Of(1), Order.Of(2)]);
        store.GetUnionListState(new ListStateDescriptor<Order>("united")).Add(Order.Of(3));
        store.GetBroadcastState(new MapStateDescriptor<string, Order>("rules")).Put("a", Order.Of(4));
        return scope;
    }

    public enum Region : short
    {
        North,
        South,
    }

    public enum Size : byte
    {
        Small,
        Large,
    }

    public sealed record Order(
        int Id, float Price, string Note, Line?[] Lines, Dictionary<string, short> Counts, Place At, Size Size, Shape? Shape, int Discount, uint Weight)
    {
        public static Order Of(int i) => new(
            i, i + 0.5f, $"note {i}", [new Line(i, "x"), null], new() { ["k"] = (short)-i }, new Place(i, -i), Size.Large, new Shape.Circle(i), i * 2, uint.MaxValue);
    }

    public sealed record Line(int Quantity, string Product);

    public record struct Place(int X, int Y);

    [DerivedTypeShape(typeof(Square))]
    [DerivedTypeShape(typeof(Circle))]
    public abstract record Shape
    {
        public sealed record Square(int Side) : Shape;

        public sealed record Circle(float Radius) : Shape;
    }

    public sealed record Total(int Sum);

    private sealed class Sum : IAggregateFunction<int, Total, int>
    {
        public Total CreateAccumulator() => new(0);

        public Total Add(int value, Total accumulator) => new(accumulator.Sum + value);

        public int GetResult(Total accumulator) => accumulator.Sum;

        public Total Merge(Total a, Total b) => new(a.Sum + b.Sum);
    }
}
