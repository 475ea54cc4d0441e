using FlowActors.Graph;
using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

/// <summary>A stream grouped by key. What is computed here is computed for each key on its own.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed partial class KeyedStream<T, TKey>
{
    private readonly DataStream<T> _partitioned;
    private readonly Func<T, TKey> _keySelector;

    internal KeyedStream(DataStream<T> partitioned, Func<T, TKey> keySelector)
    {
        _keySelector = keySelector;
        _partitioned = partitioned;
    }

    /// <summary>
    /// Folds the records of each key into one and emits it after each record. The function may change and return its first
    /// argument, which is the operator's own.
    /// </summary>
    public DataStream<T> Reduce(Func<T, T, T> reduce)
    {
        ArgumentNullException.ThrowIfNull(reduce);
        return Reduce("Reduce", [reduce], reduce);
    }

    /// <summary>Folds the records of each key into an accumulator and emits its result after each record.</summary>
    public DataStream<TOut> Aggregate<TAccumulator, TOut>(IAggregateFunction<T, TAccumulator, TOut> aggregate)
    {
        ArgumentNullException.ThrowIfNull(aggregate);
        return Add<TOut>(
            "Aggregate",
            [aggregate],
            () => new KeyedAggregateOperator<TKey, T, TAccumulator, TOut>(_keySelector, aggregate),
            typeof(TAccumulator),
            typeof(TOut));
    }

    /// <summary>
    /// Folds the records of each key into an accumulator and emits its result after each record: the accumulator starts as
    /// <paramref name="seed"/> gives it.
    /// </summary>
    public DataStream<TOut> Aggregate<TAccumulator, TOut>(
        Func<TAccumulator> seed, Func<TAccumulator, T, TAccumulator> add, Func<TKey, TAccumulator, TOut> result)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(result);
        return Add<TOut>(
            "Aggregate",
            [add, seed, result],
            () => new KeyedFoldOperator<TKey, T, TAccumulator, TOut>(_keySelector, seed, add, result),
            typeof(TAccumulator),
            typeof(TOut));
    }

    /// <summary>Counts the records of each key and emits the count after each record.</summary>
    public DataStream<KeyValuePair<TKey, long>> Count() =>
        Add<KeyValuePair<TKey, long>>("Count", [], () => new KeyedCountOperator<TKey, T>(_keySelector));

    /// <summary>Runs a process function with state for each key.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<KeyedProcessFunction<TKey, T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>("KeyedProcess", [function], () => new KeyedProcessOperator<TKey, T, TOut>(_keySelector, function), hasSideOutputs: true);
    }

    /// <summary>This stream and another that is keyed by the same type, for one operator that reads both, with one state for each key.</summary>
    /// <exception cref="JobValidationException">The other is of another environment.</exception>
    public KeyedConnectedStreams<T, TOther, TKey> Connect<TOther>(KeyedStream<TOther, TKey> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new KeyedConnectedStreams<T, TOther, TKey>(_partitioned.Connect(other._partitioned), _keySelector, other._keySelector);
    }

    /// <summary>This stream and one that is broadcast, for a function that treats the records of this by what the other has said.</summary>
    /// <exception cref="JobValidationException">The other is of another environment.</exception>
    public KeyedBroadcastConnectedStream<T, TBroadcast, TKey> Connect<TBroadcast>(BroadcastStream<TBroadcast> broadcast)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        return new KeyedBroadcastConnectedStream<T, TBroadcast, TKey>(_partitioned, _keySelector, broadcast);
    }

    /// <summary>The records, no longer keyed but still in the subtasks of their keys.</summary>
    public DataStream<T> AsDataStream() => _partitioned;

    private DataStream<TOut> Add<TOut>(string name, object[] userCode, Func<OneInputOperator<T, TOut>> create, params Type[] stateTypes) =>
        Add<TOut>(name, userCode, create, hasSideOutputs: false, stateTypes);

    private DataStream<TOut> Add<TOut>(
        string name, object[] userCode, Func<OneInputOperator<T, TOut>> create, bool hasSideOutputs, params Type[] stateTypes)
    {
        var node = _partitioned.Environment.Graph.AddOneInput(
            _partitioned.Upstreams, name, create, [.. userCode, _keySelector], typeof(TKey), stateTypes, hasSideOutputs);
        return new DataStream<TOut>(_partitioned.Environment, node, [new Upstream<TOut>(new NodePort(node.Id), null)]);
    }
}
