using FlowActors.Serialization;
using FlowActors.State.Memory.Frozen;
using FlowActors.State.Memory.Timers;
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

    public void Dispose()
    {
    }
}
