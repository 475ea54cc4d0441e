using System.Diagnostics;
using FlowActors.State;
using FlowActors.State.RocksDb;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.Scopes;
using FlowActors.StateBackend.Tests.Contract;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.RocksDb;

/// <summary>Sequences of calls that rarely come together, and once lost something.</summary>
public sealed class FoundByReading : IDisposable
{
    private readonly RocksDbStateBackend _backend = new(new RocksDbStateSettings { MemoryBytes = 48 << 20 });
    private readonly DatabaseStore _store = new();

    [Fact]
    public void Elements_that_come_after_a_restore_lie_behind_those_that_were_saved_as_the_state_was_frozen()
    {
        var (_, scope) = Open();
        var list = ListOf(scope, 1);
        list.Add("a");
        var (files, elements) = Freeze(scope);
        scope.Dispose();
        var (again, restored) = Open(files, elements);
        ListOf(restored, 1).Add("b");
        Forget(again);
        Assert.Equal(["a", "b"], ListOf(restored, 1).Get());
        restored.Dispose();
    }

    [Fact]
    public void A_map_that_is_not_in_memory_is_read_to_its_end()
    {
        var (tables, scope) = Open();
        var map = MapOf(scope, 1);
        for (var i = 0; i < 10_000; i++) map.Put(i * 7 % 10_000, $"{i}");
        Forget(tables);
        Assert.Equal(Enumerable.Range(0, 10_000), MapOf(scope, 1).Keys().Take(20_000).Order());
        Assert.Equal(10_000, MapOf(scope, 1).PeekEntries().Take(20_000).Count());
        scope.Dispose();
    }

    [Fact]
    public void A_long_list_of_objects_is_changed_while_it_is_frozen()
    {
        var (tables, scope) = Open();
        var list = scope.Keyed<long>(Opened.Uid).GetListState(new ListStateDescriptor<Box>("boxes"));
        At(scope, 1);
        list.AddAll(Enumerable.Range(0, 6_000).Select(i => new Box { N = i }));
        Forget(tables);
        foreach (var box in list.Get()) box.N++;
        var frozen = scope.Freeze(SnapshotForm.Canonical);
        foreach (var box in list.Get()) box.N++;
        foreach (var box in list.Get()) box.N++;
        Write(frozen, new RecordedElements());
        frozen.Dispose();
        Forget(tables);
        Assert.Equal(Enumerable.Range(3, 6_000).Select(i => (long)i), list.Peek().Select(b => b.N));
        scope.Dispose();
    }

    [Theory]
    [InlineData(SnapshotForm.Native)]
    [InlineData(SnapshotForm.Canonical)]
    public void A_database_that_came_into_being_after_the_barrier_is_no_part_of_the_frozen_state(SnapshotForm form)
    {
        var (tables, scope) = Open();
        MapOf(scope, 1);
        using (var frozen = scope.Freeze(form))
        {
            var written = new RecordedElements();
            var isOver = frozen.WriteSome(written, 0);
            MapOf(scope, 1).Put(1, "newer");
            Forget(tables);
            while (!isOver) isOver = frozen.WriteSome(written, 0);
            Assert.Null(frozen.Database);
            Assert.Empty(written);
        }

        scope.Dispose();
    }

    [Fact]
    public void One_key_with_a_growing_map_and_list_stays_within_the_budget()
    {
        using var backend = new RocksDbStateBackend(new RocksDbStateSettings { MemoryBytes = (4 << 20) + 1 });
        var settings = Settings;
        var tables = backend.OpenTables(settings);
        using var scope = new StateScope(settings, tables);
        var (map, list) = (MapOf(scope, 1), ListOf(scope, 1));
        for (var i = 0; i < 150_000; i++)
        {
            map.Put(i, "some text of some length");
            list.Add("some text of some length");
        }

        var weight = tables.Database.Tables.Sum(t => t.Weight);
        Assert.InRange(weight, 1, 60_000);
        Assert.Equal(150_000, map.PeekEntries().Count());
        Assert.Equal(150_000, list.Peek().Count());
        Assert.True(map.TryGet(149_999, out _));
    }

    [Fact]
    public void Timers_that_leave_memory_leave_in_lots_within_their_bound()
    {
        var (tables, scope) = Open();
        var timers = scope.Keyed<long>(Opened.Uid).GetTimers<VoidNamespace>("timers");
        At(scope, 1);
        for (var time = 0; time < 40_000; time++) timers.Add(default, time);
        var before = tables.Database.LotsWritten;
        Forget(tables);
        Assert.InRange(tables.Database.LotsWritten - before, 2, 100);
        scope.Dispose();
    }

    public void Dispose()
    {
        _store.Dispose();
        _backend.Dispose();
    }

    // Its first elements were saved without their number, when the filter before the database knew nothing.
    [Fact]
    public void A_list_of_which_a_part_could_not_be_saved_is_found_by_who_has_learned_the_keys_since()
    {
        var (_, before) = Open();
        PickyOf(before, 1).Add(new Picky { N = 1 });
        var (files, elements) = Freeze(before);
        before.Dispose();
        var (tables, scope) = Open(files, elements);
        var late = new Picky { N = -1 };
        PickyOf(scope, 7).AddAll([new Picky { N = 5 }, late]);
        using (var frozen = scope.Freeze(SnapshotForm.Native))
            Assert.Throws<FormatException>(() => Write(frozen, new State.Export.StateArchive(16).NextSubtask()));
        for (var key = 100; key < 100 + (1 << 16) + 4_000; key++) Assert.Empty(PickyOf(scope, key).Get());
        late.N = 6;
        Forget(tables);
        Assert.Equal([5L, 6L], PickyOf(scope, 7).Get().Select(p => p.N));
        scope.Dispose();
    }

    private static StateScopeSettings Settings => new(
        new JobId("job"), 1, 0, 0, 16, new KeyGroupRange(0, 15), [new StateOperator(Opened.Uid, Opened.Operator)], Serialization.SerializerRegistry.Default, TimeProvider.System);

    private static void At(IStateScope scope, long key) => scope.Keyed<long>(Opened.Uid).Key.Set(key);

    private static IListState<string> ListOf(IStateScope scope, long key)
    {
        At(scope, key);
        return scope.Keyed<long>(Opened.Uid).GetListState(new ListStateDescriptor<string>("list"));
    }

    private static IListState<Picky> PickyOf(IStateScope scope, long key)
    {
        At(scope, key);
        return scope.Keyed<long>(Opened.Uid).GetListState(new ListStateDescriptor<Picky>("picky"));
    }

    private static IMapState<int, string> MapOf(IStateScope scope, long key)
    {
        At(scope, key);
        return scope.Keyed<long>(Opened.Uid).GetMapState(new MapStateDescriptor<int, string>("map"));
    }

    private static void Forget(RocksTables tables)
    {
        foreach (CachedTable table in tables.Database.Tables) table.Evict(all: true);
    }

    private static void Write(IFrozenState frozen, IStateWriter writer)
    {
        while (!frozen.WriteSome(writer, Stopwatch.GetTimestamp()))
        {
        }
    }

    private (RocksTables Tables, IStateScope Scope) Open(StoredDatabase? database = null, State.Export.StateArchive? elements = null)
    {
        var settings = Settings;
        var tables = _backend.OpenTables(settings);
        var scope = new StateScope(settings, tables, lookEvery: 1);
        if (database is not null) scope.Restore([database]);
        elements?.RestoreTo(scope, 0, 1);
        return (tables, scope);
    }

    private (StoredDatabase Database, State.Export.StateArchive Elements) Freeze(IStateScope scope)
    {
        using var frozen = scope.Freeze(SnapshotForm.Native);
        var archive = new State.Export.StateArchive(16);
        Write(frozen, archive.NextSubtask());
        using var files = frozen.Database!.Link(CancellationToken.None);
        return (new StoredDatabase(new KeyGroupRange(0, 15), _store.Store(files)), archive);
    }

    /// <summary>Cannot be written while it is below 0.</summary>
    public sealed class Picky
    {
        public long N
        {
            get => field < 0 ? throw new FormatException("not yet") : field;
            set;
        }
    }
}
