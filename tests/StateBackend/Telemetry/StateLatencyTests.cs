using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Telemetry.Latency;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;
using FlowActors.StateBackend.Tests.RocksDb;

namespace FlowActors.StateBackend.Tests.Telemetry;

/// <summary>How long accesses to keyed state take, by Flink's names, where that is asked for.</summary>
public sealed class StateLatencyTests
{
    private static readonly ValueStateDescriptor<long> Value = new("value");
    private static readonly ListStateDescriptor<long> List = new("list");

    private readonly SteppingClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_sort_of_access_has_its_latency(bool onDisk)
    {
        using var backend = new TrackingBackend(onDisk ? ForgettingBackend.Keeps() : new MemoryStateBackend(), new LatencyTracking(1, 8));
        using var keyed = Open(backend);
        _clock.Step = 7;
        TouchAll(keyed);
        Assert.Equal(
            [
                "list.listStateAddAllLatency", "list.listStateAddLatency", "list.listStateGetLatency", "list.listStateUpdateLatency", "list.stateClearLatency",
                "map.mapStateContainsLatency", "map.mapStateEntriesInitLatency", "map.mapStateGetLatency", "map.mapStateIsEmptyLatency",
                "map.mapStateIteratorNextLatency", "map.mapStateKeysInitLatency", "map.mapStatePutAllLatency", "map.mapStatePutLatency",
                "map.mapStateRemoveLatency", "map.mapStateValuesInitLatency", "map.stateClearLatency",
                "reduced.reducingStateAddLatency", "reduced.reducingStateGetLatency", "reduced.stateClearLatency",
                "sum.aggregatingStateAddLatency", "sum.aggregatingStateGetLatency", "sum.stateClearLatency",
                "value.stateClearLatency", "value.valueStateGetLatency", "value.valueStateUpdateLatency",
            ],
            backend.Gauges.Keys.Where(k => k.EndsWith(".p50", StringComparison.Ordinal)).Select(k => k[..^4]).Order(StringComparer.Ordinal));

        // One look at the clock before and one after, in nanoseconds; reading a list looks at each of its elements.
        var latencies = backend.Gauges.Where(gauge => gauge.Key.Contains("Latency.", StringComparison.Ordinal)).ToList();
        Assert.Equal(3 * 25, latencies.Count);
        Assert.All(latencies, gauge => Assert.Equal(gauge.Key.Contains("listStateGet", StringComparison.Ordinal) ? 21_000 : 7_000, gauge.Value()));
    }

    [Fact]
    public void The_first_access_and_then_each_nth_is_measured()
    {
        using var backend = new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(3, 8));
        using var keyed = Open(backend);
        var value = keyed.GetState(Value);
        var looks = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            value.Value();
            looks.Add(_clock.Looks);
        }

        Assert.Equal([2, 2, 2, 4, 4, 4, 6, 6], looks);
        Assert.Equal(0, backend.Gauges["value.valueStateUpdateLatency.max"]());
    }

    [Fact]
    public void Only_the_last_ones_count()
    {
        using var backend = new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 4));
        using var keyed = Open(backend);
        var value = keyed.GetState(Value);
        foreach (var step in (long[])[90, 10, 40, 20, 30])
        {
            _clock.Step = step;
            value.Update(step);
        }

        Assert.Equal(20_000, backend.Gauges["value.valueStateUpdateLatency.p50"]());
        Assert.Equal(40_000, backend.Gauges["value.valueStateUpdateLatency.p99"]());
        Assert.Equal(40_000, backend.Gauges["value.valueStateUpdateLatency.max"]());
    }

    [Fact]
    public void What_is_done_with_the_elements_of_a_list_is_no_part_of_reading_them()
    {
        using var backend = new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 4));
        using var keyed = Open(backend);
        var list = keyed.GetListState(List);
        list.AddAll([1, 2]);
        foreach (var element in list.Get()) _clock.Advance(1_000_000 * element);

        // The call, both elements and the end.
        Assert.Equal(4_000, backend.Gauges["list.listStateGetLatency.max"]());
    }

    [Fact]
    public void Where_nothing_is_asked_for_nothing_stands_before_the_state()
    {
        using var backend = new TrackingBackend(new MemoryStateBackend(), tracking: null);
        using var keyed = Open(backend);
        TouchAll(keyed);
        Assert.Empty(backend.Gauges);
        Assert.Equal(0, _clock.Looks);
        using var unpublished = new MemoryStateBackend();
        using var plain = Open(unpublished);
        Assert.Equal(plain.GetState(Value).GetType(), keyed.GetState(Value).GetType());
    }

    [Fact]
    public void Measuring_allocates_nothing()
    {
        using var backend = new TrackingBackend(new MemoryStateBackend(), new LatencyTracking(1, 16));
        using var plain = new MemoryStateBackend();
        using var measured = Open(backend);
        using var unmeasured = Open(plain);
        Assert.Equal(AllocatedBy(unmeasured.GetState(Value)), AllocatedBy(measured.GetState(Value)));
        Assert.NotEqual(0, _clock.Looks);
    }

    private static long AllocatedBy(IValueState<long> value)
    {
        long allocated = 0;
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0L; i < 1_000; i++)
            {
                value.TryGet(out var old);
                value.Update(old + i);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }

    private OpenedKeys<long> Open(IStateBackend backend)
    {
        var keyed = new OpenedKeys<long>(backend.Scope(time: _clock));
        keyed.CurrentKey = 1;
        return keyed;
    }

    private static void TouchAll(OpenedKeys<long> keyed)
    {
        var value = keyed.GetState(Value);
        value.Update(1);
        Assert.Equal(1, value.Value());
        value.Clear();

        var list = keyed.GetListState(List);
        list.AddAll([1]);
        list.Update([]);
        list.Add(1);
        Assert.Equal([1L], list.Get());
        list.Clear();

        var map = keyed.GetMapState(new MapStateDescriptor<long, long>("map"));
        map.Put(1, 2);
        map.PutAll([new(3, 4)]);
        Assert.True(map.TryGet(1, out _) && map.Contains(3) && map.Remove(3) && !map.IsEmpty);
        Assert.Equal([1L], map.Keys());
        Assert.Equal([2L], map.Values());
        Assert.Equal([new(1, 2)], map.Entries());
        map.Clear();

        var reduced = keyed.GetReducingState(new ReducingStateDescriptor<long>("reduced", (a, b) => a + b));
        reduced.Add(1);
        Assert.True(reduced.TryGet(out _));
        reduced.Clear();

        var sum = keyed.GetAggregatingState(new AggregatingStateDescriptor<long, Box, Box>("sum", new SumOfBoxes()));
        sum.Add(1);
        Assert.True(sum.TryGet(out _));
        sum.Clear();
    }
}
