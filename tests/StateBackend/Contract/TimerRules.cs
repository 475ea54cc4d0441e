using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>What else holds of timers: whose they are, how they leave a scope, and what they cost.</summary>
public abstract class TimerRules(IStateBackend backend) : ContractTests(backend)
{
    private const int MaxParallelism = 16;

    [Fact]
    public void Timers_need_a_key_at_hand_that_lives_here_and_a_time()
    {
        using var state = Backend.Keyed<long>(MaxParallelism, new KeyGroupRange(0, 7));
        var timers = state.GetTimers<VoidNamespace>("timers");
        Assert.Contains("no key is at hand", Assert.Throws<InvalidOperationException>(() => timers.Add(default, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => timers.Remove(default, 1));
        var strange = Enumerable.Range(0, 100).First(k => KeyGroups.Assign(state.KeySerializer.StableHash(k), MaxParallelism) > 7);
        state.CurrentKey = strange;
        Assert.Contains("'timers'", Assert.Throws<InvalidOperationException>(() => timers.Add(default, 1)).Message, StringComparison.Ordinal);
        var own = Enumerable.Range(0, 100).First(k => KeyGroups.Assign(state.KeySerializer.StableHash(k), MaxParallelism) <= 7);
        state.CurrentKey = own;
        Assert.Throws<ArgumentOutOfRangeException>(() => timers.Add(default, Timestamps.None));
        Assert.False(timers.Remove(default, Timestamps.None));
        Assert.Equal(0, timers.Count);
        foreach (var time in new[] { long.MaxValue, Timestamps.None + 1, 0 }) Assert.True(timers.Add(default, time));
        Assert.True(timers.TryPeek(out var first));
        Assert.Equal(Timestamps.None + 1, first);
    }

    [Fact]
    public void A_name_stands_for_timers_of_one_kind_of_namespace()
    {
        using var state = Backend.Keyed<int>();
        var timers = state.GetTimers<long>("timers");
        Assert.Same(timers, state.GetTimers<long>("timers"));
        Assert.Throws<InvalidOperationException>(() => state.GetTimers<VoidNamespace>("timers"));
        Assert.Throws<InvalidOperationException>(() => state.GetState(new ValueStateDescriptor<long>("timers")));
        Assert.Throws<ArgumentException>(() => state.GetTimers<VoidNamespace>(" "));
        state.CurrentKey = 1;
        timers.Add(5, 10);
        timers.Add(6, 10);
        var told = Assert.Single(state.Scope.States);
        Assert.Equal((StateKind.Timers, 2L, 2L), (told.Kind, told.Keys, told.Elements));
        Assert.Equal([typeof(long), typeof(long)], told.ValueTypes);
    }

    [Fact]
    public void Timers_leave_by_key_group_and_in_their_order_as_bytes_of_key_namespace_and_time()
    {
        using var state = Backend.Keyed<string>(MaxParallelism);
        var timers = state.GetTimers<long>("timers");
        for (var i = 0; i < 500; i++)
        {
            state.CurrentKey = $"key {i * 7_919 % 100}";
            timers.Add(i % 3, i * 31 % 50);
        }

        var written = new TimerWriter();
        state.Scope.Export(written);
        Assert.Equal(timers.Count, written.Timers.Count);
        Assert.Equal(StateKind.Timers, written.Header!.Kind);
        Assert.Null(written.Header.MapKey);
        var model = new NaiveTimers<string>();
        foreach (var (_, timer) in written.Timers) Assert.True(model.Add(timer.Key, timer.Namespace, timer.Timestamp));
        Assert.Equal(
            model.All.OrderBy(t => KeyGroups.Assign(t.KeyHash, MaxParallelism)),
            written.Timers.Select(t => t.Timer));
        Assert.All(written.Timers, t => Assert.Equal(t.Group, KeyGroups.Assign(t.Timer.KeyHash, MaxParallelism)));
    }

    [Fact]
    public void Timers_that_nobody_has_asked_for_since_they_were_restored_are_carried_on()
    {
        var scopes = new[] { Backend.Scope(), Backend.Scope(), Backend.Scope() };
        using (var first = new OpenedKeys<int>(scopes[0]))
        {
            first.CurrentKey = 1;
            first.GetTimers<VoidNamespace>("timers").Add(default, 7);
            first.Scope.Export(scopes[1].Restore());
        }

        scopes[1].Export(scopes[2].Restore());
        scopes[1].Dispose();
        using var last = new OpenedKeys<int>(scopes[2]);
        Assert.True(last.GetTimers<VoidNamespace>("timers").TryTake(7, out var timer));
        Assert.Equal((1, 7L), (timer.Key, timer.Timestamp));
    }

    // One that moved all of them at each call would take hours.
    [Fact]
    public void Timers_that_are_deleted_and_set_again_very_often_hold_up_neither_each_other_nor_the_others()
    {
        const int Others = 200_000;
        using var state = Backend.Keyed<long>();
        var timers = state.GetTimers<VoidNamespace>("timers");
        for (var i = 0; i < Others; i++)
        {
            state.Key.Set(i);
            timers.Add(default, i % 2 == 0 ? 1_000 : 5_000 + (i * 7_919L % Others));
        }

        foreach (var often in new[] { 0L, 2, 1 })
        {
            state.Key.Set(often);
            var time = often == 1 ? 5_000 + 7_919 : 1_000;
            for (var i = 0; i < Others / 4; i++)
            {
                Assert.True(timers.Remove(default, time));
                Assert.True(timers.Add(default, time));
            }
        }

        var (taken, last) = (0, 0L);
        for (; timers.TryTake(long.MaxValue, out var timer); taken++)
        {
            Assert.True(last <= timer.Timestamp);
            last = timer.Timestamp;
        }

        Assert.Equal(Others, taken);
    }

    [Fact]
    public void Timers_that_are_set_moved_and_taken_again_and_again_allocate_nothing()
    {
        using var state = Backend.Keyed<long>();
        var timers = state.GetTimers<VoidNamespace>("timers");
        void Round(long from)
        {
            for (var i = 0; i < 5_000; i++)
            {
                state.Key.Set(i);
                timers.Add(default, from + (i * 7_919 % 5_000));
                if (i % 3 != 0) continue;
                timers.Remove(default, from + (i * 7_919 % 5_000));
                timers.Add(default, from + i);
            }

            while (timers.TryTake(from + 2_500, out _))
            {
            }
        }

        for (var i = 0; i < 50; i++) Round(i * 2_500);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 50; i < 60; i++) Round(i * 2_500);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class TimerWriter : IStateWriter
    {
        public StateHeader? Header { get; private set; }

        public List<(int Group, DueTimer<string, long> Timer)> Timers { get; } = [];

        public void Add(int state, StateHeader header) => Header = header;

        public void Write(int state, in StateElement element)
        {
            var key = Read(SerializerRegistry.Default.GetKey<string>(), element.Key);
            var timer = new DueTimer<string, long>(
                key,
                SerializerRegistry.Default.GetKey<string>().StableHash(key),
                Read(SerializerRegistry.Default.GetKey<long>(), element.Namespace),
                Read(SerializerRegistry.Default.Get<long>(), element.Value));
            Timers.Add((element.KeyGroup, timer));
        }

        private static T Read<T>(TypeSerializer<T> serializer, ReadOnlySpan<byte> bytes)
        {
            var reader = new ByteReader(bytes);
            return serializer.Deserialize(ref reader);
        }
    }
}
