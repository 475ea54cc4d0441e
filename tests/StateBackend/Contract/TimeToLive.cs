using CsCheck;
using FlowActors.Functions;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>State that is over some time after it was last touched.</summary>
/// <param name="backend">Keeps it.</param>
/// <param name="share">Where each move takes long: one in so many scripts is tried.</param>
public abstract class TimeToLive(IStateBackend backend, int share = 1) : ContractTests(backend)
{
    private const int MaxParallelism = 16;

    private enum Call
    {
        Update, Append, AppendTwo, Replace, Put, PutTwo, Remove, Reduce, Aggregate, Get, Peek, ReadMapKey, ReadKeys, ReadValues, Clear, Wait, Move,
    }

    private static readonly Gen<(Call Call, long Key, int Argument)[]> Calls = (
        from keys in Gen.OneOf(2, 200)
        from calls in Gen.Select(Gen.Enum<Call>(), Gen.Long[0, keys - 1], Gen.Int[0, 4]).Array[0, 600]
        select calls).Select(calls => calls.Select(c => (c.Item1, c.Item2, c.Item3)).ToArray());

    public static TheoryData<StateTtlUpdateType, StateTtlVisibility, int> Settings => new()
    {
        { StateTtlUpdateType.OnCreateAndWrite, StateTtlVisibility.NeverReturnExpired, 0 },
        { StateTtlUpdateType.OnCreateAndWrite, StateTtlVisibility.NeverReturnExpired, 1 },
        { StateTtlUpdateType.OnCreateAndWrite, StateTtlVisibility.NeverReturnExpired, 5 },
        { StateTtlUpdateType.OnReadAndWrite, StateTtlVisibility.NeverReturnExpired, 0 },
        { StateTtlUpdateType.OnReadAndWrite, StateTtlVisibility.NeverReturnExpired, 5 },
        // Without cleaning nothing that is over ever goes.
        { StateTtlUpdateType.OnCreateAndWrite, StateTtlVisibility.ReturnExpiredIfNotCleanedUp, 0 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_sequence_of_calls_and_moves_shows_what_the_model_shows(StateTtlUpdateType update, StateTtlVisibility visibility, int cleanup) =>
        Seeded.Check(Calls, calls => Compare(calls, Ttl(10) with { UpdateType = update, Visibility = visibility, CleanupSize = cleanup }), 60 / share);

    [Fact]
    public void What_is_over_and_never_touched_again_goes_by_the_writes_of_others()
    {
        var clock = new ManualClock();
        using var scope = Scope(clock);
        var states = new States(scope, Ttl(10));
        for (var key = 0; key < 1_000; key++) Fill(states, key, entries: 3);
        clock.Now += 10;

        // One key of 4,096 slots and 3,000 elements: so many writes go round once.
        for (var i = 0; i < 2_000; i++) Fill(states, 5_000, entries: 1);
        Assert.All(scope.States, s => Assert.Equal((s.Name, 1L), (s.Name, s.Keys)));
    }

    [Fact]
    public void A_long_list_is_gone_through_by_no_more_than_the_writes_pay_for()
    {
        var clock = new ManualClock();
        using var scope = Scope(clock);
        var states = new States(scope, Ttl(10));
        states.Of(1).List.Update(Enumerable.Range(0, 100).Select(i => (long)i));
        clock.Now += 10;
        for (var i = 0; i < 10; i++) states.Of(2).List.Add(i);
        Assert.Equal(110, Elements(scope, "list"));
        for (var i = 0; i < 100; i++) states.Of(2).List.Add(i);
        Assert.Equal(110, Elements(scope, "list"));
    }

    [Fact]
    public void The_setting_may_come_and_go_between_an_export_and_a_restore()
    {
        var clock = new ManualClock();
        using var without = Scope(clock);
        Fill(new States(without, null), 1, entries: 2);

        // Elements without a time count from the restore.
        clock.Now += 100;
        using var with = Moved(without, clock);
        var states = new States(with, Ttl(10));
        Assert.True(states.Of(1).Value.TryGet(out _));
        clock.Now += 9;
        using var longer = Moved(with, clock);
        var kept = new States(longer, Ttl(20));
        clock.Now += 10;
        Assert.True(kept.Of(1).Value.TryGet(out _));
        Assert.Equal(2, kept.Map.Entries().Count());

        using var never = Moved(longer, clock);
        clock.Now += 1_000;
        Assert.True(new States(never, null).Of(1).Value.TryGet(out _));
    }

    [Fact]
    public void Times_are_carried_on_where_nobody_asks_for_the_state()
    {
        var clock = new ManualClock();
        using var first = Scope(clock);
        Fill(new States(first, Ttl(10)), 1, entries: 2);
        clock.Now += 6;
        using var second = Moved(first, clock);
        using var third = Moved(second, clock);
        var states = new States(third, Ttl(10));
        Assert.True(states.Of(1).Value.TryGet(out _));
        clock.Now += 4;
        Assert.False(states.Of(1).Value.TryGet(out _));
        Assert.True(states.Map.IsEmpty);
        Assert.Empty(states.List.Get());
    }

    [Fact]
    public void What_is_over_is_not_exported()
    {
        var clock = new ManualClock();
        using var scope = Scope(clock);
        Fill(new States(scope, Ttl(10)), 1, entries: 3);
        clock.Now += 10;
        using var moved = Moved(scope, clock);
        _ = new States(moved, Ttl(10));
        Assert.All(moved.States, s => Assert.Equal(0, s.Elements));
    }

    [Fact]
    public void Entries_may_be_replaced_while_a_key_group_is_read_whatever_is_over()
    {
        var clock = new ManualClock();
        using var scope = Scope(clock);
        var table = scope.Keyed<long>(Opened.Uid).GetTable(new ValueStateDescriptor<long>("value") { TimeToLive = Ttl(10) });
        for (var key = 0L; key < 200; key++)
        {
            table.GetOrAdd(key, out _) = key;
            if (key == 99) clock.Now += 10;
        }

        var read = new List<long>();
        for (var group = 0; group < MaxParallelism; group++)
        {
            foreach (var (key, _) in table.Entries(group))
            {
                table.GetOrAdd(key, out var exists) = -1;
                Assert.True(exists);
                read.Add(key);
            }
        }

        Assert.Equal(Enumerable.Range(100, 100).Select(i => (long)i), read.Order());
    }

    [Fact]
    public void A_list_and_a_map_are_read_on_while_their_times_begin_anew()
    {
        var clock = new ManualClock();
        using var scope = Scope(clock);
        var states = new States(scope, Ttl(10) with { UpdateType = StateTtlUpdateType.OnReadAndWrite });
        Fill(states, 1, entries: 3);
        clock.Now += 1;
        Assert.Equal(9, states.List.Get().SelectMany(_ => states.List.Get()).Count());
        Assert.Equal(9, states.Map.Entries().SelectMany(_ => states.Map.Entries()).Count());
    }

    [Fact]
    public void One_name_has_one_time_to_live()
    {
        using var scope = Scope(new ManualClock());
        var states = scope.Keyed<long>(Opened.Uid);
        states.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = Ttl(10) });
        Assert.Same(
            states.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = Ttl(10) }),
            states.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = Ttl(10) }));
        var refused = Assert.Throws<InvalidOperationException>(() => states.GetState(new ValueStateDescriptor<long>("value")));
        Assert.Contains("00:00:00.0100000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_state_with_a_time_to_live_is_refused()
    {
        using var scope = Scope(new ManualClock());
        var store = scope.OperatorState(Opened.Uid);
        AssertRefused(() => store.GetListState(new ListStateDescriptor<int>("offsets") { TimeToLive = Ttl(1) }), "'offsets'");
        AssertRefused(() => store.GetUnionListState(new ListStateDescriptor<int>("offsets") { TimeToLive = Ttl(1) }), "'offsets'");
        AssertRefused(() => store.GetBroadcastState(new MapStateDescriptor<int, int>("rules") { TimeToLive = Ttl(1) }), "'rules'");
    }

    private static void AssertRefused(Action act, string part) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);

    private static StateTtlConfig Ttl(int ms) => new(TimeSpan.FromMilliseconds(ms));

    private static long Elements(IStateScope scope, string name) => scope.States.Single(s => s.Name == name).Elements;

    private static void Fill(States states, long key, int entries)
    {
        states.Of(key).Value.Update(1);
        states.List.Update(Enumerable.Range(0, entries).Select(i => (long)i));
        for (var i = 0; i < entries; i++) states.Map.Put(i, i);
        states.Reduced.Add(1);
        states.Aggregated.Add(1);
    }

    private void Compare((Call Call, long Key, int Argument)[] calls, StateTtlConfig config)
    {
        var clock = new ManualClock();
        var model = new TimedStates(config, clock);
        var parallelism = 1;
        var scopes = Scopes(parallelism, clock);
        var states = Array.ConvertAll(scopes, s => new States(s, config));
        foreach (var (call, key, argument) in calls)
        {
            if (call == Call.Wait)
            {
                clock.Now += argument;
                continue;
            }

            if (call == Call.Move)
            {
                scopes = Moved(scopes, parallelism = argument + 1, clock);
                states = Array.ConvertAll(scopes, s => new States(s, config));
                continue;
            }

            var at = states[OwnerOf(key, parallelism)].Of(key);
            Apply(call, key, argument, at, model);
        }

        for (var key = 0L; key < 200; key++) AssertReads(key, states[OwnerOf(key, parallelism)].Of(key), model);
        foreach (var scope in scopes) scope.Dispose();
    }

    private static void Apply(Call call, long key, int argument, States states, TimedStates model)
    {
        switch (call)
        {
            case Call.Update: states.Value.Update(argument); model.Put(key, "value", argument); break;
            case Call.Append: states.List.Add(argument); model.Add(key, "list", argument); break;
            case Call.AppendTwo:
                states.List.AddAll([argument, argument + 1]);
                model.Add(key, "list", argument);
                model.Add(key, "list", argument + 1);
                break;
            case Call.Replace:
                states.List.Update(Enumerable.Range(0, argument).Select(i => (long)i));
                model.Remove(key, "list");
                for (var i = 0; i < argument; i++) model.Add(key, "list", i);
                break;
            case Call.Put: states.Map.Put(argument, key); model.Put(key, "map", key, argument); break;
            case Call.PutTwo:
                states.Map.PutAll([new(argument, key), new(argument + 1, key)]);
                model.Put(key, "map", key, argument);
                model.Put(key, "map", key, argument + 1);
                break;
            case Call.Remove:
                Assert.Equal(model.Map(key).Any(e => e.Key == argument), states.Map.Remove(argument));
                model.Remove(key, "map", argument);
                break;
            case Call.Reduce: states.Reduced.Add(argument); model.Fold(key, "reduced", argument); break;
            case Call.Aggregate: states.Aggregated.Add(argument); model.Fold(key, "aggregated", argument); break;
            case Call.Get: AssertReads(key, states, model); break;
            case Call.Peek: AssertShows(key, states, model); break;
            case Call.ReadMapKey:
                Assert.Equal(model.Map(key).Any(e => e.Key == argument), states.Map.TryGet(argument, out _));
                model.Read(key, "map", argument);
                break;
            case Call.ReadKeys:
                Assert.Equal(model.Map(key).Select(e => e.Key), states.Map.Keys().Order());
                model.Read(key, "map");
                break;
            case Call.ReadValues:
                Assert.Equal(model.Map(key).Select(e => e.Value).Order(), states.Map.Values().Order());
                model.Read(key, "map");
                break;
            case Call.Clear:
                states.Clear(argument);
                model.Remove(key, States.Names[argument]);
                break;
            default: break;
        }
    }

    private static void AssertReads(long key, States states, TimedStates model)
    {
        Assert.Equal(model.Value(key, "value"), states.Value.TryGet(out var value) ? value : null);
        Assert.Equal(model.List(key), states.List.Get());
        Assert.Equal(model.Map(key), states.Map.Entries().OrderBy(e => e.Key));
        Assert.Equal(model.Value(key, "reduced"), states.Reduced.TryGet(out var reduced) ? reduced : null);
        Assert.Equal(model.Value(key, "aggregated"), states.Aggregated.TryGet(out var aggregated) ? aggregated : null);
        foreach (var name in States.Names) model.Read(key, name);
    }

    private static void AssertShows(long key, States states, TimedStates model)
    {
        Assert.Equal(model.Value(key, "value"), states.Value.TryPeek(out var value) ? value : null);
        Assert.Equal(model.List(key), states.List.Peek());
        Assert.Equal(model.Map(key), states.Map.PeekEntries().OrderBy(e => e.Key));
        Assert.Equal(!model.Map(key).Any(), states.Map.IsEmpty);
        Assert.Equal(model.Map(key).Any(e => e.Key == 2), states.Map.Contains(2));
    }

    private static int OwnerOf(long key, int parallelism) => KeyGroups.OwnerOf(
        KeyGroups.Assign(Serialization.SerializerRegistry.Default.GetKey<long>().StableHash(key), MaxParallelism), MaxParallelism, parallelism);

    private IStateScope Scope(ManualClock clock) => Scopes(1, clock)[0];

    private IStateScope[] Scopes(int parallelism, ManualClock clock) =>
    [
        .. Enumerable.Range(0, parallelism)
            .Select(i => Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, parallelism), subtask: i, time: clock)),
    ];

    private IStateScope Moved(IStateScope from, ManualClock clock) => Moved([from], 1, clock)[0];

    private IStateScope[] Moved(IStateScope[] from, int parallelism, ManualClock clock)
    {
        var archive = new StateArchive(MaxParallelism);
        foreach (var scope in from)
        {
            scope.Export(archive.NextSubtask());
            scope.Dispose();
        }

        var to = Scopes(parallelism, clock);
        for (var i = 0; i < parallelism; i++) archive.RestoreTo(to[i], i, parallelism);
        return to;
    }

    private sealed class States
    {
        public static readonly string[] Names = ["value", "list", "map", "reduced", "aggregated"];

        private readonly IKeyedStates<long> _states;

        public States(IStateScope scope, StateTtlConfig? ttl)
        {
            _states = scope.Keyed<long>(Opened.Uid);
            Value = _states.GetState(new ValueStateDescriptor<long>("value") { TimeToLive = ttl });
            List = _states.GetListState(new ListStateDescriptor<long>("list") { TimeToLive = ttl });
            Map = _states.GetMapState(new MapStateDescriptor<long, long>("map") { TimeToLive = ttl });
            Reduced = _states.GetReducingState(new ReducingStateDescriptor<long>("reduced", (a, b) => a + b) { TimeToLive = ttl });
            Aggregated = _states.GetAggregatingState(new AggregatingStateDescriptor<long, long, long>("aggregated", new Sum()) { TimeToLive = ttl });
        }

        public IValueState<long> Value { get; }

        public IListState<long> List { get; }

        public IMapState<long, long> Map { get; }

        public IReducingState<long> Reduced { get; }

        public IAggregatingState<long, long> Aggregated { get; }

        public States Of(long key)
        {
            _states.Key.Set(key);
            return this;
        }

        public void Clear(int which)
        {
            switch (which)
            {
                case 0: Value.Clear(); break;
                case 1: List.Clear(); break;
                case 2: Map.Clear(); break;
                case 3: Reduced.Clear(); break;
                default: Aggregated.Clear(); break;
            }
        }
    }

    private sealed class Sum : IAggregateFunction<long, long, long>
    {
        public long CreateAccumulator() => 0;

        public long Add(long value, long accumulator) => accumulator + value;

        public long GetResult(long accumulator) => accumulator;

        public long Merge(long a, long b) => a + b;
    }
}
