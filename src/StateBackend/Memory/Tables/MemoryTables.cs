using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Memory.Timers;
using FlowActors.State.Export;
using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Tables;

/// <summary>The tables of one scope: nothing but objects, which the garbage collector takes when nobody holds them any more.</summary>
internal sealed class MemoryTables : ITableStore
{
    private readonly FrozenBuffers _buffers = new();

    public TResult OpenValues<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IValueTableUser<TKey, TNamespace, T, TResult> user) =>
        user.Use(new MemoryValues<TKey, TNamespace, T>(new(settings, new ValueForm<TKey, TNamespace, T>(settings, values), _buffers)));

    public TResult OpenLists<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IListTableUser<TKey, TNamespace, T, TResult> user) =>
        user.Use<MemoryLists<TKey, TNamespace, T>, MemoryListScan<T>>(new(new(settings, new ListForm<TKey, TNamespace, T>(settings, values), _buffers)));

    public TResult OpenMaps<TKey, TNamespace, TMapKey, TMapValue, TResult>(
        TableSettings<TKey, TNamespace> settings,
        KeySerializer<TMapKey> mapKeys,
        TypeSerializer<TMapValue> values,
        IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user)
        where TMapKey : notnull =>
        user.Use<MemoryMaps<TKey, TNamespace, TMapKey, TMapValue>, MemoryMapScan<TMapKey, TMapValue>>(
            new(new(settings, new MapForm<TKey, TNamespace, TMapKey, TMapValue>(settings, mapKeys, values), _buffers), mapKeys));

    public TResult OpenTimers<TKey, TNamespace, TResult>(
        TableSettings<TKey, TNamespace> settings, ITimerTableUser<TKey, TNamespace, TResult> user) =>
        KeyTraits<TKey>.IsPlain && NamespaceRules<TNamespace>.IsVoid
            ? user.Use(new MemoryTimerTable<TKey, TNamespace, PlainItem<TKey, TNamespace>>(new(settings, _buffers)))
            : user.Use(new MemoryTimerTable<TKey, TNamespace, FullItem<TKey, TNamespace>>(new(settings, _buffers)));

    public IFrozenStore Freeze(SnapshotForm form) => new Apart();

    public UnclaimedState Keep(StateHeader header) => new RestoredState(header);

    public IReadOnlyList<UnclaimedState> Restore(IReadOnlyList<StoredDatabase> databases, Func<StateHeader, bool> isWanted) =>
        throw new NotSupportedException("The state backend in memory reads snapshots in the canonical form only, and this one holds files of a database.");

    public void Dispose()
    {
    }

    /// <summary>Each table is frozen by itself, and writes all that it has.</summary>
    private sealed class Apart : IFrozenStore
    {
        public IFrozenDatabase? Database => null;

        public bool IsOver => true;

        public bool SaveSome(ref int steps) => true;

        public void Dispose()
        {
        }
    }
}
