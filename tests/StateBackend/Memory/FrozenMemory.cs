using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.StateBackend.Tests.Contract;

namespace FlowActors.StateBackend.Tests.Memory;

/// <summary>What only frozen state in memory promises.</summary>
public sealed class FrozenMemory() : FrozenStates(new MemoryStateBackend { FrozenSteps = Steps })
{
    private const int Steps = 200;

    private readonly MemoryStateBackend _backend = new() { FrozenSteps = Steps };

    [Fact]
    public void Freezing_costs_the_same_for_a_million_keys_as_for_a_thousand()
    {
        Cost(1);
        var (fewBytes, fewCalls) = Cost(1_000);
        var (manyBytes, manyCalls) = Cost(1_000_000);
        Assert.Equal(fewBytes, manyBytes);
        // What is linear comes later: two million elements are found, saved and written, which is three steps each, besides slots that are free.
        Assert.InRange(manyCalls, 6_000_000 / Steps, 20_000_000 / Steps);
        Assert.InRange(fewCalls, 6_000 / Steps, 20_000 / Steps);
    }

    [Fact]
    public void What_changes_in_a_large_table_is_written_as_it_was()
    {
        using var state = _backend.Keyed<long>();
        var counts = state.Table<long, long>();
        var timers = state.GetTimers<VoidNamespace>("timers");
        for (var i = 0L; i < 100_000; i++) Set(i);
        AssertFrozen(state.Scope, i =>
        {
            for (var n = i * 10_007L; n < (i * 10_007L) + 70; n++)
            {
                counts.Remove(n * 7 % 100_000);
                counts.GetOrAdd(n * 11 % 100_000, out _)++;
                if (n % 3 == 0) Set(200_000 + (i * n));
                state.Key.Set(n * 13 % 100_000);
                timers.Remove(default, state.CurrentKey % 1_000);
                timers.TryTake(i / 3, out _);
            }
        });

        void Set(long key)
        {
            state.Key.Set(key);
            counts.GetOrAdd(key, out _) = key;
            timers.Add(default, key % 1_000);
        }
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 30)]
    [InlineData(30, 1)]
    public void A_table_that_grows_and_shrinks_meanwhile_is_written_as_it_was(int grows, int shrinks)
    {
        using var state = _backend.Keyed<long>();
        var counts = state.Table<long, long>();
        var timers = state.GetTimers<VoidNamespace>("timers");
        for (var i = 0L; i < 3_000; i++) Set(i);
        AssertFrozen(state.Scope, i =>
        {
            if (i == grows)
            {
                for (var key = 0L; key < 20_000; key++) Set(key);
            }

            if (i == shrinks)
            {
                for (var key = 0L; key < 20_000; key++) Remove(key);
            }

            counts.GetOrAdd(i * 7 % 3_000, out _)++;
        });

        void Set(long key)
        {
            state.Key.Set(key);
            counts.GetOrAdd(key, out _) += 5;
            timers.Add(default, key);
        }

        void Remove(long key)
        {
            state.Key.Set(key);
            counts.Remove(key);
            timers.Remove(default, key);
        }
    }

    [Fact]
    public void Changing_what_is_saved_allocates_nothing()
    {
        using var state = _backend.Keyed<long>();
        var counts = state.Table<long, long>();
        for (var i = 0L; i < 10_000; i++) counts.GetOrAdd(i, out _) = i;
        using var frozen = state.Scope.Freeze();
        for (var i = 0L; i < 10_000; i++) counts.GetOrAdd(i, out _)++;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0L; i < 10_000; i++) counts.GetOrAdd(i, out _)++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Nothing_is_saved_of_what_nobody_freezes_any_more()
    {
        using var state = _backend.Keyed<long>();
        var counting = new CountingSerializer();
        var values = state.GetState(new ValueStateDescriptor<long>("value", counting));
        Update(0, 1_000);
        Assert.Equal(0, counting.Count);
        var frozen = state.Scope.Freeze();
        Update(0, 100);
        Update(0, 100);
        // What is changed is copied as it is; what is written becomes bytes once.
        Assert.Equal(0, counting.Count);
        Assert.True(frozen.WriteSome(new RecordedElements(), long.MaxValue));
        Assert.Equal(1_000, counting.Count);
        Update(0, 1_000);
        frozen = state.Scope.Freeze();
        frozen.Dispose();
        Update(0, 1_000);
        Assert.Equal(1_000, counting.Count);

        void Update(long from, long to)
        {
            for (var key = from; key < to; key++)
            {
                state.Key.Set(key);
                values.Update(key);
            }
        }
    }

    private (long Bytes, int Calls) Cost(int keys)
    {
        using var state = _backend.Keyed<long>();
        var counting = new CountingSerializer();
        var values = state.GetState(new ValueStateDescriptor<long>("value", counting));
        var timers = state.GetTimers<VoidNamespace>("timers");
        for (var key = 0L; key < keys; key++)
        {
            state.Key.Set(key);
            values.Update(key);
            timers.Add(default, key);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        using var frozen = state.Scope.Freeze();
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, counting.Count);
        var written = new CountingWriter();
        for (var calls = 1; ; calls++)
        {
            var (serialized, elements) = (counting.Count, written.Count);
            var isWritten = frozen.WriteSome(written, until: 0);
            Assert.InRange(counting.Count - serialized + written.Count - elements, 0, Steps);
            if (!isWritten) continue;
            Assert.Equal(2 * keys, written.Count);
            return (bytes, calls);
        }
    }

    private sealed class CountingWriter : IStateWriter
    {
        public int Count { get; private set; }

        public void Add(int state, StateHeader header)
        {
        }

        public void Write(int state, in StateElement element) => Count++;
    }

    private sealed class CountingSerializer : TypeSerializer<long>
    {
        private readonly TypeSerializer<long> _inner = SerializerRegistry.Default.Get<long>();

        public int Count { get; private set; }

        public override bool IsImmutable => true;

        public override TypeSchema Schema => _inner.Schema;

        public override void Serialize(ByteWriter writer, long value)
        {
            Count++;
            _inner.Serialize(writer, value);
        }

        public override long Deserialize(ref ByteReader reader) => _inner.Deserialize(ref reader);

        public override long Copy(long value) => value;
    }
}
