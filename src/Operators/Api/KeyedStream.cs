using FlowActors.Functions;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Partitioning;
using FlowActors.Serialization;

namespace FlowActors;

/// <summary>
/// A stream grouped by key. What is computed here is computed for each key on its own; for the rest it is a stream as any other, whose results
/// are no longer keyed, but still in the subtasks of their keys.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed partial class KeyedStream<T, TKey> : DataStream<T>
{
    internal KeyedStream(StreamExecutionEnvironment env, IReadOnlyList<Upstream<T>> partitioned, Func<T, TKey> keySelector)
        : base(env, null, partitioned) => KeySelector = keySelector;

    /// <summary>Takes the key out of a record.</summary>
    public Func<T, TKey> KeySelector { get; }

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
        return AddKeyed<TOut>(
            "Aggregate",
            [aggregate],
            () => new KeyedAggregateOperator<TKey, T, TAccumulator, TOut>(KeySelector, aggregate),
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
        return AddKeyed<TOut>(
            "Aggregate",
            [add, seed, result],
            () => new KeyedFoldOperator<TKey, T, TAccumulator, TOut>(KeySelector, seed, add, result),
            typeof(TAccumulator),
            typeof(TOut));
    }

    /// <summary>Counts the records of each key and emits the count after each record.</summary>
    public DataStream<KeyValuePair<TKey, long>> Count() =>
        AddKeyed<KeyValuePair<TKey, long>>("Count", [], () => new KeyedCountOperator<TKey, T>(KeySelector));

    /// <summary>Runs a process function with state for each key.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<KeyedProcessFunction<TKey, T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed<TOut>("KeyedProcess", [function], () => new KeyedProcessOperator<TKey, T, TOut>(KeySelector, function), hasSideOutputs: true);
    }

    /// <inheritdoc/>
    public override DataStream<TOut> Transform<TOut>(string name, Func<OneInputOperator<T, TOut>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return AddKeyed<TOut>(name, [create], create);
    }

    /// <summary>This stream and another that is keyed by the same type, for one operator that reads both, with one state for each key.</summary>
    /// <exception cref="JobValidationException">The other is of another environment.</exception>
    public KeyedConnectedStreams<T, TOther, TKey> Connect<TOther>(KeyedStream<TOther, TKey> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new KeyedConnectedStreams<T, TOther, TKey>(this, other);
    }

    /// <summary>This stream and one that is broadcast, for a function that treats the records of this by what the other has said.</summary>
    /// <exception cref="JobValidationException">The other is of another environment.</exception>
    public new KeyedBroadcastConnectedStream<T, TBroadcast, TKey> Connect<TBroadcast>(BroadcastStream<TBroadcast> broadcast)
    {
        ArgumentNullException.ThrowIfNull(broadcast);
        return new KeyedBroadcastConnectedStream<T, TBroadcast, TKey>(this, broadcast);
    }

    /// <summary>The records, no longer keyed but still in the subtasks of their keys.</summary>
    public DataStream<T> AsDataStream() => new(Environment, null, Upstreams);

    internal override Type? KeyType => typeof(TKey);

    // Flink's rule: the keys of both are of one type.
    private protected override ConnectedStreams<T, TOther> ConnectWith<TOther>(DataStream<TOther> other) => other switch
    {
        KeyedStream<TOther, TKey> keyed => new KeyedConnectedStreams<T, TOther, TKey>(this, keyed),
        { KeyType: { } type } => throw new JobValidationException(
            $"A stream that is keyed by {TypeNames.Of(typeof(TKey))} is connected with one that is keyed by {TypeNames.Of(type)}: records of both share the " +
            "state of a key, so the keys are of one type. Key both by one type, or call AsDataStream() on one of them for an operator without keys."),
        _ => base.ConnectWith(other),
    };

    // Flink's rule: what comes next would look keyed, and records of a key would be in several subtasks.
    private protected override DataStream<T> PartitionBy(Partitioner<T> partitioner) => throw new JobValidationException(
        $"A keyed stream is partitioned by its keys, which {partitioner.Name} would undo: partition it before KeyBy, or call AsDataStream() first.");

    private DataStream<TOut> AddKeyed<TOut>(string name, object[] userCode, Func<OneInputOperator<T, TOut>> create, params Type[] stateTypes) =>
        AddKeyed<TOut>(name, userCode, create, hasSideOutputs: false, stateTypes);

    private DataStream<TOut> AddKeyed<TOut>(
        string name, object[] userCode, Func<OneInputOperator<T, TOut>> create, bool hasSideOutputs, params Type[] stateTypes)
    {
        var node = Environment.Graph.AddOneInput(Upstreams, name, create, [.. userCode, KeySelector], typeof(TKey), stateTypes, hasSideOutputs);
        return new DataStream<TOut>(Environment, node, [new Upstream<TOut>(new NodePort(node.Id), null)]);
    }
}
