using FlowActors.Serialization;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry.Latency;
using FlowActors.State.Ttl;

namespace FlowActors.State.Keyed;

/// <summary>
/// Makes the keyed states of one operator: asks the backend for a table, and puts the state over whatever struct that is.
/// </summary>
internal sealed class KeyedStateFactory<TKey>(
    StateScopeSettings settings, StateCatalog catalog, KeyRules<TKey> rules, KeyAtHand<TKey> at, ITableStore tables, OperatorLatencies? latencies)
{
    private SerializerRegistry Serializers => settings.Serializers;

    private StateOperator Owner => catalog.Owner;

    public StateEntry Value<T>(ValueStateDescriptor<T> descriptor, StateSignature signature)
    {
        var made = Make(descriptor, signature, descriptor.Serializer);
        return OpenValues(made, new ValueUser<T>(made));
    }

    public StateEntry List<T>(ListStateDescriptor<T> descriptor, StateSignature signature)
    {
        var made = Make(descriptor, signature, descriptor.Serializer);
        var user = new ListUser<T>(made);
        catalog.CheckRestored(made.Header);
        return WithTtl(signature) is { } timed
            ? timed.OpenLists(made.Settings, made.Values, user)
            : tables.OpenLists(made.Settings, made.Values, user);
    }

    public StateEntry Map<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor, StateSignature signature)
        where TMapKey : notnull
    {
        var mapKeys = new MapKeys<TMapKey>(descriptor.Name, Owner.Name, Serializers.GetKey<TMapKey>());
        var plain = Make(descriptor, signature, descriptor.ValueSerializer);
        var made = plain with { Settings = plain.Settings with { Header = plain.Header with { MapKey = mapKeys.Serializer.Schema } } };
        var user = new MapUser<TMapKey, TMapValue>(made, mapKeys);
        catalog.CheckRestored(made.Header);
        return WithTtl(signature) is { } timed
            ? timed.OpenMaps(made.Settings, mapKeys.Serializer, made.Values, user)
            : tables.OpenMaps(made.Settings, mapKeys.Serializer, made.Values, user);
    }

    public StateEntry Reducing<T>(ReducingStateDescriptor<T> descriptor, StateSignature signature)
    {
        var made = Make(descriptor, signature, descriptor.Serializer);
        return OpenValues(made, new ReducingUser<T>(made, descriptor));
    }

    public StateEntry Aggregating<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor, StateSignature signature)
    {
        var made = Make(descriptor, signature, descriptor.Serializer);
        return OpenValues(made, new AggregatingUser<TIn, TAccumulator, TOut>(made, descriptor));
    }

    // A serializer is asked for even where memory needs none: a type that cannot be stored is refused on every backend alike.
    private Made<T> Make<T>(StateDescriptor descriptor, StateSignature signature, TypeSerializer<T>? serializer)
    {
        var values = serializer ?? Serializers.Get<T>();
        return new Made<T>(
            new(new(Owner.Uid, Owner.Name, descriptor.Name, signature.Kind, rules.Keys.Schema, null, null, values.Schema), rules, default),
            signature,
            values,
            this);
    }

    private StateEntry OpenValues<T>(Made<T> made, IValueTableUser<TKey, VoidNamespace, T, StateEntry> user)
    {
        catalog.CheckRestored(made.Header);
        return WithTtl(made.Signature) is { } timed
            ? timed.OpenValues(made.Settings, made.Values, user)
            : tables.OpenValues(made.Settings, made.Values, user);
    }

    private TtlTables? WithTtl(StateSignature signature) =>
        signature.TimeToLive is { } config ? new TtlTables(tables, config, settings.Time) : null;

    /// <summary>What all users of a table need to make a state of it.</summary>
    private sealed record Made<T>(
        TableSettings<TKey, VoidNamespace> Settings,
        StateSignature Signature,
        TypeSerializer<T> Values,
        KeyedStateFactory<TKey> Factory)
    {
        public KeyAtHand<TKey> At => Factory.At;

        public StateHeader Header => Settings.Header;

        public Copier<T> Copier => new(Values, Factory.CopyMutableValues);

        /// <summary>The state as users have it: one that measures stands before it, if accesses are measured and come from them.</summary>
        public TState Tracked<TState>(TState state, Func<OperatorLatencies, TState> track) =>
            Factory.Latencies is { } latencies && !Signature.IsTable ? track(latencies) : state;

        public ValueEntry<TTable, TKey, VoidNamespace, T> Entry<TTable>(TTable table, object state)
            where TTable : struct, IValueTable<TKey, VoidNamespace, T> =>
            new(Settings, Signature, Header, state, table, Values, Factory.Serializers);
    }

    private KeyAtHand<TKey> At => at;

    private OperatorLatencies? Latencies => latencies;

    private bool CopyMutableValues => settings.CopyMutableValues;

    // A result never needs to be stored; one that cannot be is taken for what the function has made anew.
    private Copier<T> CopierOf<T>()
    {
        try
        {
            return new Copier<T>(Serializers.Get<T>(), CopyMutableValues);
        }
        catch (UnserializableTypeException)
        {
            return default;
        }
    }

    private sealed class ValueUser<T>(Made<T> made) : IValueTableUser<TKey, VoidNamespace, T, StateEntry>
    {
        public StateEntry Use<TTable>(TTable table)
            where TTable : struct, IValueTable<TKey, VoidNamespace, T>
        {
            var state = new ValueState<TTable, TKey, T>(made.At, table, new FoldTable<TTable, TKey, T>(made.Settings.Keys, made.Settings.Name, table));
            return made.Entry(table, made.Tracked<IValueState<T>>(state, latencies => new TrackedValueState<T>(state, latencies, made.Header.Name)));
        }
    }

    private sealed class ListUser<T>(Made<T> made) : IListTableUser<TKey, VoidNamespace, T, StateEntry>
    {
        public StateEntry Use<TTable, TScan>(TTable table)
            where TTable : struct, IListTable<TKey, VoidNamespace, T, TScan>
            where TScan : struct, IElementScan<T>
        {
            var state = new ListState<TTable, TScan, TKey, T>(made.At, table, made.Header.Name, made.Header.OperatorName);
            return new ListEntry<TTable, TScan, TKey, VoidNamespace, T>(
                made.Settings,
                made.Signature,
                made.Header,
                made.Tracked<IListState<T>>(state, latencies => new TrackedListState<T>(state, latencies, made.Header.Name)),
                table,
                made.Values,
                made.Factory.Serializers);
        }
    }

    private sealed class MapUser<TMapKey, TMapValue>(Made<TMapValue> made, MapKeys<TMapKey> mapKeys)
        : IMapTableUser<TKey, VoidNamespace, TMapKey, TMapValue, StateEntry>
        where TMapKey : notnull
    {
        public StateEntry Use<TTable, TScan>(TTable table)
            where TTable : struct, IMapTable<TKey, VoidNamespace, TMapKey, TMapValue, TScan>
            where TScan : struct, IElementScan<KeyValuePair<TMapKey, TMapValue>>
        {
            var state = new MapState<TTable, TScan, TKey, TMapKey, TMapValue>(made.At, table, mapKeys, made.Header.Name, made.Header.OperatorName);
            return new MapEntry<TTable, TScan, TKey, VoidNamespace, TMapKey, TMapValue>(
                made.Settings,
                made.Signature,
                made.Header,
                made.Tracked<IMapState<TMapKey, TMapValue>>(state, latencies => new TrackedMapState<TMapKey, TMapValue>(state, latencies, made.Header.Name)),
                table,
                mapKeys.Serializer,
                made.Values,
                made.Factory.Serializers);
        }
    }

    private sealed class ReducingUser<T>(Made<T> made, ReducingStateDescriptor<T> descriptor)
        : IValueTableUser<TKey, VoidNamespace, T, StateEntry>
    {
        public StateEntry Use<TTable>(TTable table)
            where TTable : struct, IValueTable<TKey, VoidNamespace, T>
        {
            var state = new ReducingState<TTable, TKey, T>(made.At, table, descriptor.Reduce, made.Copier);
            return made.Entry(table, made.Tracked<IReducingState<T>>(state, latencies => new TrackedReducingState<T>(state, latencies, made.Header.Name)));
        }
    }

    private sealed class AggregatingUser<TIn, TAccumulator, TOut>(
        Made<TAccumulator> made, AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor)
        : IValueTableUser<TKey, VoidNamespace, TAccumulator, StateEntry>
    {
        public StateEntry Use<TTable>(TTable table)
            where TTable : struct, IValueTable<TKey, VoidNamespace, TAccumulator>
        {
            var state = new AggregatingState<TTable, TKey, TIn, TAccumulator, TOut>(made.At, table, descriptor.Function, ResultCopier);
            return made.Entry(
                table, made.Tracked<IAggregatingState<TIn, TOut>>(state, latencies => new TrackedAggregatingState<TIn, TOut>(state, latencies, made.Header.Name)));
        }

        private Copier<TOut> ResultCopier => made.Copier is Copier<TOut> same ? same : made.Factory.CopierOf<TOut>();
    }
}
