using FlowActors.Serialization;
using FlowActors.State.Scopes;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.State.Keyed;

/// <summary>The keyed states of one operator over the tables of any backend.</summary>
internal sealed class KeyedStates<TKey> : IKeyedStates<TKey>
{
    private readonly StateCatalog _catalog;
    private readonly KeyedStateFactory<TKey> _factory;
    private readonly TimerFactory<TKey> _timers;
    private readonly KeyRules<TKey> _rules;

    public KeyedStates(StateScopeSettings settings, StateCatalog catalog, ITableStore tables, OperatorLatencies? latencies)
    {
        _catalog = catalog;
        _rules = new KeyRules<TKey>(
            catalog.Owner.Name, settings.Serializers.GetKey<TKey>(), settings.KeyGroups, settings.MaxParallelism);
        Key = new KeyAtHand<TKey>(_rules);
        _factory = new KeyedStateFactory<TKey>(settings, catalog, _rules, Key, tables, latencies);
        _timers = new TimerFactory<TKey>(settings.Serializers, catalog, _rules, Key, tables);
    }

    public KeySerializer<TKey> KeySerializer => _rules.Keys;

    public KeyGroupRange KeyGroups => _rules.Groups;

    public KeyAtHand<TKey> Key { get; }

    public StateTable<TKey, TValue> GetTable<TValue>(ValueStateDescriptor<TValue> descriptor) =>
        Value<ITableHolder<TKey, TValue>, TValue>(descriptor, isTable: true).Table;

    public ITimerQueue<TKey, TNamespace> GetTimers<TNamespace>(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return _catalog.GetOrAdd<ITimerQueue<TKey, TNamespace>>(
            name, TimerFactory<TKey>.Signature<TNamespace>(), () => _timers.Timers<TNamespace>(name));
    }

    public IValueState<T> GetState<T>(ValueStateDescriptor<T> descriptor) => Value<IValueState<T>, T>(descriptor, isTable: false);

    public IListState<T> GetListState<T>(ListStateDescriptor<T> descriptor) =>
        Get<IListState<T>>(descriptor, new StateSignature(StateKind.List, typeof(T)), signature => _factory.List(descriptor, signature));

    public IMapState<TMapKey, TMapValue> GetMapState<TMapKey, TMapValue>(MapStateDescriptor<TMapKey, TMapValue> descriptor)
        where TMapKey : notnull => Get<IMapState<TMapKey, TMapValue>>(
        descriptor, new StateSignature(StateKind.Map, typeof(TMapKey), typeof(TMapValue)), signature => _factory.Map(descriptor, signature));

    public IReducingState<T> GetReducingState<T>(ReducingStateDescriptor<T> descriptor) => Get<IReducingState<T>>(
        descriptor, new StateSignature(StateKind.Reducing, typeof(T)), signature => _factory.Reducing(descriptor, signature));

    public IAggregatingState<TIn, TOut> GetAggregatingState<TIn, TAccumulator, TOut>(
        AggregatingStateDescriptor<TIn, TAccumulator, TOut> descriptor) => Get<IAggregatingState<TIn, TOut>>(
        descriptor,
        new StateSignature(StateKind.Aggregating, typeof(TIn), typeof(TAccumulator), typeof(TOut)),
        signature => _factory.Aggregating(descriptor, signature));

    public IReadOnlyList<TKey> KeysOf(string name, int keyGroup) => _catalog.Find(name) is IKeyScan<TKey> entry
        ? entry.Keys(keyGroup)
        : throw new ArgumentException($"Operator '{_catalog.Owner.Name}' has no keyed state '{name}'.", nameof(name));

    private TState Value<TState, T>(ValueStateDescriptor<T> descriptor, bool isTable)
        where TState : class => Get<TState>(
        descriptor, new StateSignature(StateKind.Value, typeof(T)) { IsTable = isTable }, signature => _factory.Value(descriptor, signature));

    private TState Get<TState>(StateDescriptor descriptor, StateSignature signature, Func<StateSignature, StateEntry> create)
        where TState : class
    {
        signature = signature with { TimeToLive = descriptor.TimeToLive };
        return _catalog.GetOrAdd<TState>(descriptor.Name, signature, Create);

        StateEntry Create()
        {
            var entry = create(signature);
            entry.IsQueryable = descriptor.IsQueryable || _catalog.Owner.IsQueryable;
            return entry;
        }
    }
}

/// <summary>A value state, which is a table as well.</summary>
internal interface ITableHolder<TKey, T>
{
    StateTable<TKey, T> Table { get; }
}

/// <summary>A keyed state whose keys can be listed.</summary>
internal interface IKeyScan<TKey>
{
    /// <inheritdoc cref="IKeyedStates{TKey}.KeysOf"/>
    IReadOnlyList<TKey> Keys(int keyGroup);
}
