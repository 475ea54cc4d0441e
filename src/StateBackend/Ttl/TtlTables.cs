using FlowActors.Serialization;
using FlowActors.State.Tables;

namespace FlowActors.State.Ttl;

/// <summary>
/// Opens tables of elements that are over after a while: the backend's table keeps them with their times, and the user is handed a table on
/// top of it, of the very contract. So TTL stands once for all backends, and costs nothing where it is not set.
/// </summary>
internal sealed class TtlTables(ITableStore tables, StateTtlConfig config, TimeProvider time)
{
    private TtlRules Rules => new(config, time);

    public TResult OpenValues<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IValueTableUser<TKey, TNamespace, T, TResult> user) =>
        tables.OpenValues(settings, new TimedSerializer<T>(values), new ValueUser<TKey, TNamespace, T, TResult>(user, Rules));

    public TResult OpenLists<TKey, TNamespace, T, TResult>(
        TableSettings<TKey, TNamespace> settings, TypeSerializer<T> values, IListTableUser<TKey, TNamespace, T, TResult> user) =>
        tables.OpenLists(settings, new TimedSerializer<T>(values), new ListUser<TKey, TNamespace, T, TResult>(user, Rules));

    public TResult OpenMaps<TKey, TNamespace, TMapKey, TMapValue, TResult>(
        TableSettings<TKey, TNamespace> settings,
        KeySerializer<TMapKey> mapKeys,
        TypeSerializer<TMapValue> values,
        IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user)
        where TMapKey : notnull => tables.OpenMaps(
        settings, mapKeys, new TimedSerializer<TMapValue>(values), new MapUser<TKey, TNamespace, TMapKey, TMapValue, TResult>(user, Rules));

    private sealed class ValueUser<TKey, TNamespace, T, TResult>(IValueTableUser<TKey, TNamespace, T, TResult> user, TtlRules rules)
        : IValueTableUser<TKey, TNamespace, Timed<T>, TResult>
    {
        public TResult Use<TTable>(TTable table)
            where TTable : struct, IValueTable<TKey, TNamespace, Timed<T>> =>
            user.Use(new TtlValues<TTable, TKey, TNamespace, T>(table, rules));
    }

    private sealed class ListUser<TKey, TNamespace, T, TResult>(IListTableUser<TKey, TNamespace, T, TResult> user, TtlRules rules)
        : IListTableUser<TKey, TNamespace, Timed<T>, TResult>
    {
        public TResult Use<TTable, TScan>(TTable table)
            where TTable : struct, IListTable<TKey, TNamespace, Timed<T>, TScan>
            where TScan : struct, IElementScan<Timed<T>> =>
            user.Use<TtlLists<TTable, TScan, TKey, TNamespace, T>, TtlListScan<TScan, T>>(new(table, rules));
    }

    private sealed class MapUser<TKey, TNamespace, TMapKey, TMapValue, TResult>(
        IMapTableUser<TKey, TNamespace, TMapKey, TMapValue, TResult> user, TtlRules rules)
        : IMapTableUser<TKey, TNamespace, TMapKey, Timed<TMapValue>, TResult>
        where TMapKey : notnull
    {
        public TResult Use<TTable, TScan>(TTable table)
            where TTable : struct, IMapTable<TKey, TNamespace, TMapKey, Timed<TMapValue>, TScan>
            where TScan : struct, IElementScan<KeyValuePair<TMapKey, Timed<TMapValue>>> =>
            user.Use<TtlMaps<TTable, TScan, TKey, TNamespace, TMapKey, TMapValue>, TtlMapScan<TScan, TMapKey, TMapValue>>(new(table, rules));
    }
}
