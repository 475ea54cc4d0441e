using CsCheck;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Export;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>State leaves the scopes of a vertex as bytes and comes into those of another number of subtasks.</summary>
/// <param name="backend">Keeps them.</param>
/// <param name="share">Where each move takes long: one in so many is tried.</param>
public abstract class ExportAndRestore(IStateBackend backend, int share = 1) : ContractTests(backend)
{
    private const int MaxParallelism = 16;

    private static readonly Gen<(int Before, int Between, int After, Operation[] Operations)> Moves =
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5], Gen.Int[1, 5], Operations.Sequences);

    [Fact]
    public void Every_key_is_found_once_and_whole_at_any_parallelism() => Seeded.Check(Moves, moves =>
    {
        var before = Open(moves.Before);
        var states = Array.ConvertAll(before, s => new StatesUnderTest(s));
        var model = new Dictionary<long, NaiveStates>();
        foreach (var operation in moves.Operations)
        {
            if (!model.TryGetValue(operation.Key, out var expected)) model[operation.Key] = expected = new();
            expected.Apply(operation);
            states[OwnerOf(operation.Key, moves.Before)].Apply(operation);
        }

        var sizes = Sizes(before);
        // Between the two nobody asks for a state: what is not asked for is carried on.
        var after = Move(Move(before, moves.Between), moves.After);
        var restored = Array.ConvertAll(after, s => new StatesUnderTest(s));
        foreach (var (key, expected) in model) restored[OwnerOf(key, moves.After)].AssertHolds(key, expected);
        Assert.Equal(sizes, Sizes(after));
        foreach (var scope in after) scope.Dispose();
    }, 60 / share);

    [Fact]
    public void What_is_exported_is_ordered_by_key_group_and_the_bytes_of_keys_and_map_keys()
    {
        using var state = Backend.Keyed<string>(MaxParallelism);
        var counts = state.Table<string, int>("counts");
        var map = state.GetMapState(new MapStateDescriptor<int, string>("map"));
        for (var i = 0; i < 200; i++)
        {
            counts.GetOrAdd($"key {i * 7919 % 200}", out _) = i;
            state.Key.Set($"key {i}");
            for (var entry = 5; entry > 0; entry--) map.Put(entry * 300 % 7, "x");
        }

        var written = new RecordingWriter();
        state.Scope.Export(written);
        Assert.Equal(200 + (200 * 5), written.Elements.Count);
        Assert.Equal(written.Elements.OrderBy(e => e.Group).ThenBy(e => e.State).ThenBy(e => e.Key, StringComparer.Ordinal).ThenBy(e => e.MapKey, StringComparer.Ordinal), written.Elements);
        Assert.All(written.Headers, h => Assert.Equal((Opened.Uid, Opened.Operator), (h.OperatorUid, h.OperatorName)));
        Assert.Equal([("counts", StateKind.Value), ("map", StateKind.Map)], written.Headers.Select(h => (h.Name, h.Kind)));
    }

    [Fact]
    public void Lists_of_subtasks_are_dealt_out_in_order_united_or_the_same_everywhere()
    {
        var scopes = Enumerable.Range(0, 3).Select(i => Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, 3))).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var store = scopes[i].OperatorState(Opened.Uid);
            store.GetListState(new ListStateDescriptor<int>("split")).Update(Enumerable.Range(i * 10, i + 1));
            store.GetUnionListState(new ListStateDescriptor<int>("united")).Add(i);
            store.GetBroadcastState(new MapStateDescriptor<string, int>("rules")).Put("a", 1);
        }

        var archive = Archive(scopes);
        var (split, united) = (new List<int>(), new List<int[]>());
        for (var i = 0; i < 2; i++)
        {
            using var scope = Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, 2));
            archive.RestoreTo(scope, i, 2);
            var store = scope.OperatorState(Opened.Uid);
            var mine = store.GetListState(new ListStateDescriptor<int>("split")).Get().ToArray();
            Assert.Equal(3, mine.Length);
            split.AddRange(mine);
            united.Add([.. store.GetUnionListState(new ListStateDescriptor<int>("united")).Get()]);
            Assert.Equal([KeyValuePair.Create("a", 1)], store.GetBroadcastState(new MapStateDescriptor<string, int>("rules")).Entries());
        }

        Assert.Equal([0, 10, 11, 20, 21, 22], split);
        Assert.All(united, all => Assert.Equal([0, 1, 2], all));
    }

    [Fact]
    public void What_everybody_was_given_whole_and_nobody_asked_for_neither_multiplies_nor_is_lost()
    {
        var united = new ListStateDescriptor<int>("united");
        var rules = new MapStateDescriptor<string, int>("rules");
        IStateScope[] Scopes(int parallelism) => [.. Enumerable.Range(0, parallelism).Select(
            i => Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, parallelism), subtask: i))];
        IStateScope[] Move(IStateScope[] from, int parallelism)
        {
            var archive = Archive(from);
            var to = Scopes(parallelism);
            for (var i = 0; i < parallelism; i++) archive.RestoreTo(to[i], i, parallelism);
            return to;
        }

        var scopes = Scopes(3);
        for (var i = 0; i < 3; i++)
        {
            scopes[i].OperatorState(Opened.Uid).GetUnionListState(united).Add(i);
            scopes[i].OperatorState(Opened.Uid).GetBroadcastState(rules).Put("a", 1);
        }

        scopes = Move(Move(scopes, 2), 4);
        Assert.All(scopes, s => Assert.Equal([KeyValuePair.Create("a", 1)], s.OperatorState(Opened.Uid).GetBroadcastState(rules).Entries()));
        scopes = Move(scopes, 1);
        Assert.Equal([0, 1, 2], scopes[0].OperatorState(Opened.Uid).GetUnionListState(united).Get());
    }

    [Fact]
    public void A_scope_that_was_disposed_gives_nothing_away()
    {
        var scope = Backend.Scope();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Archive([scope]));
    }

    [Fact]
    public void A_value_type_that_has_grown_is_read_by_its_schema_and_another_type_is_refused()
    {
        using var before = Backend.Keyed<int>(MaxParallelism);
        before.CurrentKey = 1;
        before.GetState(new ValueStateDescriptor<int>("n")).Update(5);
        before.GetState(new ValueStateDescriptor<string>("text")).Update("five");
        using var after = new OpenedKeys<int>(Moved(before.Scope));
        after.CurrentKey = 1;
        Assert.Equal(5, after.GetState(new ValueStateDescriptor<long>("n")).Value());
        AssertRefused(() => after.GetState(new ValueStateDescriptor<long>("text")), "text");
        AssertRefused(() => after.GetListState(new ListStateDescriptor<string>("text")), "kind: it was of kind value and is of kind list");
        Assert.Equal("five", after.GetState(new ValueStateDescriptor<string>("text")).Value());
    }

    [Fact]
    public void Where_some_subtasks_have_asked_for_a_grown_type_and_others_not_all_values_are_read()
    {
        using var before = Backend.Keyed<int>(MaxParallelism);
        var counts = before.GetState(new ValueStateDescriptor<int>("n"));
        for (before.CurrentKey = 0; before.CurrentKey < 50; before.CurrentKey++) counts.Update(before.CurrentKey);
        before.Scope.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<int>("list")).Update([1, 2, 3, 4]);
        var between = Enumerable.Range(0, 2).Select(i => Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, 2), subtask: i)).ToArray();
        var archive = Archive([before.Scope]);
        for (var i = 0; i < 2; i++) archive.RestoreTo(between[i], i, 2);
        between[1].Keyed<int>(Opened.Uid).GetState(new ValueStateDescriptor<long>("n"));
        between[1].OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<long>("list"));

        // Once more without anybody who asks: both forms travel side by side.
        var again = Backend.Scope(MaxParallelism);
        Archive(between).RestoreTo(again, 0, 1);
        using var after = new OpenedKeys<int>(Moved(again));
        var grown = after.GetState(new ValueStateDescriptor<long>("n"));
        for (after.CurrentKey = 0; after.CurrentKey < 50; after.CurrentKey++) Assert.Equal(after.CurrentKey, grown.Value());
        Assert.Equal([1L, 2, 3, 4], after.Scope.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<long>("list")).Get());
    }

    [Fact]
    public void A_list_of_which_some_parts_have_a_grown_type_stays_in_order()
    {
        var scopes = Enumerable.Range(0, 3).Select(i => Backend.Scope(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, 3), subtask: i)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            var store = scopes[i].OperatorState(Opened.Uid);
            if (i == 1) store.GetListState(new ListStateDescriptor<long>("list")).Add(i);
            else store.GetListState(new ListStateDescriptor<int>("list")).Add(i);
        }

        using var after = Backend.Scope(MaxParallelism);
        Archive(scopes).RestoreTo(after, 0, 1);
        Assert.Equal([0L, 1, 2], after.OperatorState(Opened.Uid).GetListState(new ListStateDescriptor<long>("list")).Get());
    }

    [Fact]
    public void Keys_of_another_type_are_refused()
    {
        using var before = Backend.Keyed<int>(MaxParallelism);
        before.CurrentKey = 1;
        before.GetState(new ValueStateDescriptor<int>("n")).Update(5);
        using var after = new OpenedKeys<string>(Moved(before.Scope));
        AssertRefused(() => after.GetState(new ValueStateDescriptor<int>("n")), "keys: ");
    }

    [Fact]
    public void What_does_not_belong_into_a_scope_is_refused()
    {
        using var before = Backend.Keyed<int>(MaxParallelism);
        before.CurrentKey = 1;
        before.GetState(new ValueStateDescriptor<int>("n")).Update(5);
        var group = KeyGroups.Assign(1, MaxParallelism);
        using var elsewhere = Backend.Scope(MaxParallelism, new KeyGroupRange(group + 1, MaxParallelism - 1));
        AssertRefused(() => before.Scope.Export(elsewhere.Restore()), $"key group {group}");

        var header = new StateHeader("gone", "old", "n", StateKind.Value, null, null, null, SerializerRegistry.Default.Get<int>().Schema);
        AssertRefused(() => elsewhere.Restore().Add(0, header), "'gone'");

        var inUse = header with { OperatorUid = Opened.Uid, Key = SerializerRegistry.Default.GetKey<int>().Schema };
        AssertRefused(() => before.Scope.Restore().Add(0, inUse), "before its operators open");
    }

    private static StateArchive Archive(IEnumerable<IStateScope> scopes)
    {
        var archive = new StateArchive(MaxParallelism);
        foreach (var scope in scopes)
        {
            scope.Export(archive.NextSubtask());
            scope.Dispose();
        }

        return archive;
    }

    private static int OwnerOf(long key, int parallelism) => KeyGroups.OwnerOf(
        KeyGroups.Assign(SerializerRegistry.Default.GetKey<long>().StableHash(key), MaxParallelism), MaxParallelism, parallelism);

    private static (string, StateKind, long, long)[] Sizes(IEnumerable<OpenedKeys<long>> scopes) =>
    [
        .. scopes.SelectMany(s => s.Scope.States).GroupBy(s => (s.Name, s.Kind)).OrderBy(g => g.Key.Name, StringComparer.Ordinal)
            .Select(g => (g.Key.Name, g.Key.Kind, g.Sum(s => s.Keys), g.Sum(s => s.Elements))),
    ];

    private static void AssertRefused(Action act, string part) =>
        Assert.Contains(part, Assert.ThrowsAny<InvalidOperationException>(act).Message, StringComparison.Ordinal);

    private IStateScope Moved(IStateScope scope)
    {
        var moved = Backend.Scope(MaxParallelism);
        Archive([scope]).RestoreTo(moved, 0, 1);
        return moved;
    }

    private OpenedKeys<long>[] Open(int parallelism) =>
        [.. Enumerable.Range(0, parallelism).Select(i => Backend.Keyed<long>(MaxParallelism, KeyGroups.RangeOf(i, MaxParallelism, parallelism)))];

    private OpenedKeys<long>[] Move(OpenedKeys<long>[] from, int parallelism)
    {
        var archive = new StateArchive(MaxParallelism);
        foreach (var scope in from)
        {
            scope.Scope.Export(archive.NextSubtask());
            scope.Dispose();
        }

        var to = Open(parallelism);
        for (var i = 0; i < parallelism; i++) archive.RestoreTo(to[i].Scope, i, parallelism);
        return to;
    }

    private sealed class RecordingWriter : IStateWriter
    {
        public List<StateHeader> Headers { get; } = [];

        public List<(int Group, int State, string Key, string MapKey)> Elements { get; } = [];

        public void Add(int state, StateHeader header) => Headers.Add(header);

        public void Write(int state, in StateElement element) =>
            Elements.Add((element.KeyGroup, state, Convert.ToHexString(element.Key), Convert.ToHexString(element.MapKey)));
    }
}
