using FlowActors.Serialization;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;

namespace FlowActors.State.Keyed;

/// <summary>Makes the timers of one operator over whatever table the backend has for them.</summary>
internal sealed class TimerFactory<TKey>(
    SerializerRegistry serializers, StateCatalog catalog, KeyRules<TKey> rules, KeyAtHand<TKey> at, ITableStore tables)
{
    public static StateSignature Signature<TNamespace>() => NamespaceRules<TNamespace>.IsVoid
        ? new StateSignature(StateKind.Timers, typeof(long))
        : new StateSignature(StateKind.Timers, typeof(long), typeof(TNamespace));

    public StateEntry Timers<TNamespace>(string name)
    {
        var namespaces = NamespaceRules<TNamespace>.IsVoid ? null : serializers.GetKey<TNamespace>();
        var times = serializers.Get<long>();
        var header = new StateHeader(
            catalog.Owner.Uid, catalog.Owner.Name, name, StateKind.Timers, rules.Keys.Schema, namespaces?.Schema, null, times.Schema);
        var settings = new TableSettings<TKey, TNamespace>(header, rules, new NamespaceRules<TNamespace>(namespaces));
        catalog.CheckRestored(header);
        return tables.OpenTimers(settings, new User<TNamespace>(settings, header, at, times, serializers));
    }

    private sealed class User<TNamespace>(
        TableSettings<TKey, TNamespace> settings,
        StateHeader header,
        KeyAtHand<TKey> at,
        TypeSerializer<long> times,
        SerializerRegistry serializers) : ITimerTableUser<TKey, TNamespace, StateEntry>
    {
        public StateEntry Use<TTable>(TTable table)
            where TTable : struct, ITimerTable<TKey, TNamespace> => new TimerEntry<TTable, TKey, TNamespace>(
            settings, Signature<TNamespace>(), header, new TimerQueue<TTable, TKey, TNamespace>(at, table), table, times, serializers);
    }
}
