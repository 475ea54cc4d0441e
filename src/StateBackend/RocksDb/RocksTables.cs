using FlowActors.Serialization;
using FlowActors.State.Export;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Memory.Timers;
using FlowActors.State.RocksDb.Caching;
using FlowActors.State.RocksDb.Lists;
using FlowActors.State.RocksDb.Maps;
using FlowActors.State.RocksDb.Restoring;
using FlowActors.State.RocksDb.Storage;
using FlowActors.State.RocksDb.Timers;
using FlowActors.State.RocksDb.Values;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry;

namespace FlowActors.State.RocksDb;

/// <summary>The tables of one scope, over one database.</summary>
internal sealed class RocksTables(StateScopeSettings settings, DatabasePlace place) : ITableStore, IMeteredState
{
    // Of the memory for objects, so much for the near timers of one operator.
    private const int TimerShare = 16;
    private const int TimerBytes = 64;

    private readonly StateDatabase _database = new(place);
    private readonly FrozenBuffers _buffers = new();

    /// <summary>What the tables share.</summary>
    public StateDatabase Database => _database;

    public TResult OpenValues<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> table, TypeSerializer<T> values, IValueTableUser<TKey, TNamespace, T, TResult> user) =>
        user.Use(new RocksValues<TKey, TNamespace, T>(new(_database, place.Memory.Objects.Open(), table, values, NewFilter())));

    public TResult OpenLists<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> table, TypeSerializer<T> values, IListTableUser<TKey, TNamespace, T, TResult> user) =>
        user.Use<RocksLists<TKey, TNamespace, T>, RocksListScan<TKey, TNamespace, T>>(new(new(_database, place.Memory.Objects.Open(), table, values, NewFilter())));

    public TResult OpenMaps<TKey, TNamespace, TMapKey, TMapValue, TResult>(
        TableSettings<TKey, TNamespace> table,
        KeySerializer<TMapKey> mapKeys,
        TypeSerializer<TMapValue> values,
        IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user)
        where TMapKey : notnull =>
        user.Use<RocksMaps<TKey, TNamespace, TMapKey, TMapValue>, RocksMapScan<TKey, TNamespace, TMapKey, TMapValue>>(
            new(new(_database, place.Memory.Objects.Open(), table, mapKeys, values, NewFilter())));

    public TResult OpenTimers<TKey, TNamespace, TResult>(TableSettings<TKey, TNamespace> table, ITimerTableUser<TKey, TNamespace, TResult> user) =>
        KeyTraits<TKey>.IsPlain && NamespaceRules<TNamespace>.IsVoid
            ? user.Use(new RocksTimerTable<TKey, TNamespace, PlainItem<TKey, TNamespace>>(Timers<TKey, TNamespace, PlainItem<TKey, TNamespace>>(table)))
            : user.Use(new RocksTimerTable<TKey, TNamespace, FullItem<TKey, TNamespace>>(Timers<TKey, TNamespace, FullItem<TKey, TNamespace>>(table)));

    public IFrozenStore Freeze(SnapshotForm form) => _database.Freeze(form);

    public void BeginClose() => _database.BeginClose();

    public UnclaimedState Keep(StateHeader header) => new KeptState(_database, header, settings.KeyGroups, settings.Time);

    public IReadOnlyList<UnclaimedState> Restore(IReadOnlyList<StoredDatabase> databases, Func<StateHeader, bool> isWanted) =>
        new DatabaseRestore(_database, place, settings, isWanted).Run(databases);

    public void Publish(IStateMetrics metrics) => StateMetrics.Publish(_database, place, metrics);

    public void Dispose() => _database.Dispose();

    private KeyFilter NewFilter() => new(place.Memory.Objects);

    private RocksTimers<TKey, TNamespace, TItem> Timers<TKey, TNamespace, TItem>(TableSettings<TKey, TNamespace> table)
        where TItem : struct, ITimerItem<TKey, TNamespace, TItem> => new(
        _database, place.Memory.Objects.Open(), table, _buffers, (int)Math.Min(1 << 20, place.Memory.Objects.Bytes / TimerShare / TimerBytes));
}
