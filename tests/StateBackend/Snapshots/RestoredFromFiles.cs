using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Memory;
using FlowActors.State.Snapshots;
using FlowActors.State.Snapshots.Files;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>The state of the subtasks of a vertex leaves them as files and comes into those of another parallelism.</summary>
public sealed class RestoredFromFiles
{
    private const int MaxParallelism = 16;

    private static readonly Gen<(int Before, int Between, int After, Operation[] Operations)> Moves =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 5], Operations.Sequences);

    [Fact]
    public void Every_key_is_found_once_and_whole_at_any_parallelism() => Seeded.Check(Moves, moves =>
    {
        var before = Scopes(moves.Before);
        var states = Array.ConvertAll(before, s => new StatesUnderTest(new(s)));
        var model = new Dictionary<long, NaiveStates>();
        foreach (var operation in moves.Operations)
        {
            if (!model.TryGetValue(operation.Key, out var expected)) model[operation.Key] = expected = new();
            expected.Apply(operation);
            states[OwnerOf(operation.Key, moves.Before)].Apply(operation);
        }

        // Between the two nobody asks for a state: what is not asked for is carried on.
        var after = Moved(Moved(before, moves.Between), moves.After);
        var restored = Array.ConvertAll(after, s => new StatesUnderTest(new(s)));
        foreach (var (key, expected) in model) restored[OwnerOf(key, moves.After)].AssertHolds(key, expected);
        Assert.Equal(Sizes(before), Sizes(after));
    }, 40);

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 2)]
    [InlineData(3, 5)]
    [InlineData(1, 4)]
    public void Operator_state_is_dealt_out_in_order_united_or_a_copy(int before, int after)
    {
        var scopes = Scopes(before);
        for (var i = 0; i < before; i++)
        {
            var states = new OperatorStates(scopes[i]);
            states.Split.Update(Enumerable.Range(i * 10, i + 1));
            states.United.Add(i);
            states.Rules.Put("copy", i);
        }

        var restored = Moved(scopes, after).Select(s => new OperatorStates(s)).ToArray();
        var split = scopes.SelectMany(s => new OperatorStates(s).Split.Get()).ToArray();
        Assert.Equal(split, restored.SelectMany(s => s.Split.Get()));
        Assert.All(restored, s => Assert.InRange(s.Split.Get().Count(), split.Length / after, (split.Length / after) + 1));
        Assert.All(restored, s => Assert.Equal(Enumerable.Range(0, before), s.United.Get()));
        foreach (var (i, states) in restored.Index()) Assert.Equal([KeyValuePair.Create("copy", i % before)], states.Rules.Entries());
    }

    [Fact]
    public void Operator_state_that_nobody_asks_for_neither_multiplies_nor_is_lost()
    {
        var scopes = Scopes(3);
        for (var i = 0; i < 3; i++)
        {
            var states = new OperatorStates(scopes[i]);
            states.Split.Add(i);
            states.United.Add(i);
            states.Rules.Put("a", 1);
        }

        var restored = Moved(Moved(Moved(scopes, 2), 4), 3).Select(s => new OperatorStates(s)).ToArray();
        Assert.Equal([0, 1, 2], restored.SelectMany(s => s.Split.Get()));
        Assert.All(restored, s => Assert.Equal([0, 1, 2], s.United.Get()));
        Assert.All(restored, s => Assert.Equal([KeyValuePair.Create("a", 1)], s.Rules.Entries()));
    }

    [Fact]
    public void Timers_and_times_of_the_last_touch_come_back()
    {
        using var scope = SampleScope.Filled(new MemoryStateBackend());
        using var again = SampleScope.Open(new MemoryStateBackend());
        using var file = Written(scope);
        new SnapshotRestore([file]).RestoreTo(again, SampleScope.Settings, 1);
        SampleScope.AssertFilled(again);
        var same = SnapshotFiles.Written(scope.Export);
        using var third = SampleScope.Open(new MemoryStateBackend());
        using var unclaimed = SnapshotFiles.Open(same);
        new SnapshotRestore([unclaimed]).RestoreTo(third, SampleScope.Settings, 1);
        Assert.Equal(same, SnapshotFiles.Written(third.Export));
    }

    [Fact]
    public void A_subtask_reads_the_key_groups_that_it_owns_and_no_others()
    {
        using var before = new OpenedKeys<int>(Scopes(1)[0]);
        var counts = before.GetState(new ValueStateDescriptor<string>("n"));
        for (before.CurrentKey = 0; before.CurrentKey < 1_000; before.CurrentKey++) counts.Update(new string('x', 1_000));
        var stream = new CountingStream(SnapshotFiles.Written(before.Scope.Export));
        using var file = SnapshotFileReader.Open("a", () => stream);
        var opened = stream.BytesRead;
        var after = Settings(3, 8);
        using var scope = new MemoryStateBackend().Open(after, CancellationToken.None);
        new SnapshotRestore([file]).RestoreTo(scope, after, 8);
        Assert.InRange(stream.BytesRead - opened, stream.Length / 16, stream.Length / 4);
    }

    [Fact]
    public void What_operators_have_that_are_elsewhere_is_left_out()
    {
        var other = SampleStates.Headers[0] with { OperatorUid = "elsewhere" };
        var rules = SampleStates.Headers[8] with { OperatorUid = "elsewhere" };
        using var file = SnapshotFiles.Open(SnapshotFiles.Written(
            [other, SampleStates.Headers[0], rules],
            [
                new(0, 1, SnapshotFiles.KeyBytes("a"), SnapshotFiles.Bytes(1L)), new(1, 1, SnapshotFiles.KeyBytes("a"), SnapshotFiles.Bytes(2L)),
                new(2, -1, "", SnapshotFiles.Bytes(3L), MapKey: SnapshotFiles.KeyBytes("r")),
            ]));
        var settings = Settings(0, 1);
        using var scope = new MemoryStateBackend().Open(settings, CancellationToken.None);
        new SnapshotRestore([file]).RestoreTo(scope, settings, 1);
        using var again = SnapshotFiles.Open(SnapshotFiles.Written(scope.Export));
        Assert.Equal([SampleStates.Headers[0]], again.States.Values);
        Assert.Equal([new Element(0, 1, SnapshotFiles.KeyBytes("a"), SnapshotFiles.Bytes(2L))], SnapshotFiles.All(again));
    }

    [Fact]
    public void Where_some_subtasks_have_asked_for_a_grown_type_and_others_not_all_values_are_read()
    {
        var scopes = Scopes(2);
        using var first = new OpenedKeys<int>(scopes[0]);
        using var second = new OpenedKeys<int>(scopes[1]);
        var (small, large) = (first.GetState(new ValueStateDescriptor<int>("n")), second.GetState(new ValueStateDescriptor<long>("n")));
        for (var key = 0; key < 50; key++)
        {
            if (OwnerOf(key, 2) == 0) Update(first, key, () => small.Update(key));
            else Update(second, key, () => large.Update(key));
        }

        // Once more without anybody who asks: both forms stand side by side.
        using var after = new OpenedKeys<int>(Moved(Moved(scopes, 1), 1)[0]);
        var grown = after.GetState(new ValueStateDescriptor<long>("n"));
        for (after.CurrentKey = 0; after.CurrentKey < 50; after.CurrentKey++) Assert.Equal(after.CurrentKey, grown.Value());
    }

    private static void Update(OpenedKeys<int> states, int key, Action update)
    {
        states.CurrentKey = key;
        update();
    }

    private static IStateScope[] Moved(IStateScope[] from, int parallelism)
    {
        var files = Array.ConvertAll(from, Written);
        var restore = new SnapshotRestore(files);
        var to = Scopes(parallelism);
        for (var i = 0; i < parallelism; i++) restore.RestoreTo(to[i], Settings(i, parallelism), parallelism);
        return to;
    }

    private static SnapshotFileReader Written(IStateScope scope) => SnapshotFiles.Open(SnapshotFiles.Written(scope.Export, blockBytes: 500));

    private static IStateScope[] Scopes(int parallelism) =>
        [.. Enumerable.Range(0, parallelism).Select(i => new MemoryStateBackend().Open(Settings(i, parallelism), CancellationToken.None))];

    private static StateScopeSettings Settings(int subtask, int parallelism) => new(
        new JobId("job"), 1, 0, subtask, MaxParallelism, KeyGroups.RangeOf(subtask, MaxParallelism, parallelism),
        [new StateOperator(Opened.Uid, Opened.Operator)], SerializerRegistry.Default, new ManualClock());

    private static int OwnerOf(long key, int parallelism) => KeyGroups.OwnerOf(
        KeyGroups.Assign(SerializerRegistry.Default.GetKey<long>().StableHash(key), MaxParallelism), MaxParallelism, parallelism);

    private static (string, StateKind, long, long)[] Sizes(IEnumerable<IStateScope> scopes) =>
    [
        .. scopes.SelectMany(s => s.States).GroupBy(s => (s.Name, s.Kind)).OrderBy(g => g.Key.Name, StringComparer.Ordinal)
            .Select(g => (g.Key.Name, g.Key.Kind, g.Sum(s => s.Keys), g.Sum(s => s.Elements))),
    ];

    private sealed class OperatorStates(IStateScope scope)
    {
        private readonly IOperatorStateStore _store = scope.OperatorState(Opened.Uid);

        public IOperatorListState<int> Split => _store.GetListState(new ListStateDescriptor<int>("split"));

        public IOperatorListState<int> United => _store.GetUnionListState(new ListStateDescriptor<int>("united"));

        public IBroadcastState<string, int> Rules => _store.GetBroadcastState(new MapStateDescriptor<string, int>("rules"));
    }
}
