using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

/// <summary>Two connected streams that are grouped by keys of one type: records of both that have a key share its state.</summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed class KeyedConnectedStreams<TFirst, TSecond, TKey> : ConnectedStreams<TFirst, TSecond>
{
    private readonly Func<TFirst, TKey> _firstKey;
    private readonly Func<TSecond, TKey> _secondKey;

    internal KeyedConnectedStreams(KeyedStream<TFirst, TKey> first, KeyedStream<TSecond, TKey> second)
        : base(first, second) => (_firstKey, _secondKey) = (first.KeySelector, second.KeySelector);

    /// <inheritdoc/>
    public override DataStream<TOut> Map<TOut>(Func<RichCoMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed("KeyedCoMap", function, () => new KeyedCoMapAdapter<TKey, TFirst, TSecond, TOut>(function()), "Map");
    }

    /// <inheritdoc/>
    public override DataStream<TOut> FlatMap<TOut>(Func<RichCoFlatMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed("KeyedCoFlatMap", function, () => new KeyedCoFlatMapAdapter<TKey, TFirst, TSecond, TOut>(function()), "FlatMap");
    }

    /// <summary>Runs a process function over both streams, with state for each key.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return AddKeyed("KeyedCoProcess", function, function, "Process", hasSideOutputs: true);
    }

    /// <inheritdoc/>
    public override DataStream<TOut> Transform<TOut>(string name, Func<TwoInputOperator<TFirst, TSecond, TOut>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return First.Environment.Graph.AddTwoInput(
            First, Second, name, create, [create, _firstKey, _secondKey], typeof(TKey), hasSideOutputs: false);
    }

    private DataStream<TOut> AddKeyed<TOut>(
        string name, object userCode, Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> create, string method, bool hasSideOutputs = false) =>
        First.Environment.Graph.AddTwoInput(
            First,
            Second,
            name,
            () => new KeyedCoProcessOperator<TKey, TFirst, TSecond, TOut>(_firstKey, _secondKey, create, method),
            [userCode, _firstKey, _secondKey],
            typeof(TKey),
            hasSideOutputs);
}
