using FlowActors.Functions;
using FlowActors.Serialization;
using FlowActors.State.Keyed;
using FlowActors.State.Operator;
using FlowActors.State.Tables;
using FlowActors.State.Telemetry.Latency;

namespace FlowActors.State.Scopes;

/// <summary>The part of a scope that is one operator's.</summary>
internal sealed class OperatorScope
{
    private readonly StateScopeSettings _settings;
    private readonly ITableStore _tables;
    private Action _close = () => { };
    private OperatorLatencies? _latencies;
    private object? _keyed;
    private Type? _keyType;

    public OperatorScope(StateScopeSettings settings, StateOperator owner, ITableStore tables)
    {
        _settings = settings;
        _tables = tables;
        Catalog = new StateCatalog(owner, settings.Serializers, tables);
        OperatorState = new OperatorStateStore(Catalog, settings.Serializers);
    }

    public StateCatalog Catalog { get; }

    public IOperatorStateStore OperatorState { get; }

    /// <summary>Measures the accesses to all keyed state that is registered from here on.</summary>
    public void Track(LatencyTracking tracking, IMetricGroup metrics) => _latencies = new OperatorLatencies(tracking, metrics, _settings.Time);

    public IKeyedStates<TKey> Keyed<TKey>()
    {
        if (_keyed is null)
        {
            var made = new KeyedStates<TKey>(_settings, Catalog, _tables, _latencies);
            _keyed = made;
            _keyType = typeof(TKey);
            _close = made.Key.Clear;
        }

        return _keyed as IKeyedStates<TKey> ?? throw new InvalidOperationException(
            $"Operator '{Catalog.Owner.Name}' has keyed state of keys of {TypeNames.Of(_keyType!)} and asked for some of keys of " +
            $"{TypeNames.Of(typeof(TKey))}: an operator is keyed by one type.");
    }

    /// <summary>Nobody may touch the states any more.</summary>
    public void Close()
    {
        _close();
        Catalog.Clear();
    }
}
