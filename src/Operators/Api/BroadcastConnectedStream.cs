using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

/// <summary>A data stream together with a broadcast stream, for a function of the broadcast state pattern.</summary>
/// <typeparam name="T">The records of the data side.</typeparam>
/// <typeparam name="TBroadcast">The records of the broadcast side.</typeparam>
public sealed class BroadcastConnectedStream<T, TBroadcast>
{
    private readonly BroadcastStream<TBroadcast> _broadcast;
    private readonly ConnectedStreams<T, TBroadcast> _streams;

    internal BroadcastConnectedStream(DataStream<T> data, BroadcastStream<TBroadcast> broadcast) =>
        (_broadcast, _streams) = (broadcast, data.Connect(broadcast.Partitioned));

    /// <summary>Runs a function over both.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<BroadcastProcessFunction<T, TBroadcast, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var descriptors = _broadcast.Descriptors;
        return _streams.First.Environment.Graph.AddTwoInput(
            _streams.First,
            _streams.Second,
            "BroadcastProcess",
            () => new BroadcastProcessOperator<T, TBroadcast, TOut>(function, descriptors),
            [function],
            keyType: null,
            hasSideOutputs: true,
            _broadcast.StateTypes);
    }
}

/// <summary>A keyed stream together with a broadcast stream, for a function of the broadcast state pattern.</summary>
/// <typeparam name="T">The records of the data side.</typeparam>
/// <typeparam name="TBroadcast">The records of the broadcast side.</typeparam>
/// <typeparam name="TKey">The keys of the data side.</typeparam>
public sealed class KeyedBroadcastConnectedStream<T, TBroadcast, TKey>
{
    private readonly Func<T, TKey> _keySelector;
    private readonly BroadcastStream<TBroadcast> _broadcast;
    private readonly ConnectedStreams<T, TBroadcast> _streams;

    internal KeyedBroadcastConnectedStream(KeyedStream<T, TKey> data, BroadcastStream<TBroadcast> broadcast) =>
        (_keySelector, _broadcast, _streams) = (data.KeySelector, broadcast, data.Connect(broadcast.Partitioned));

    /// <summary>Runs a function over both, with state for each key of the data side.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<KeyedBroadcastProcessFunction<TKey, T, TBroadcast, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var (keySelector, descriptors) = (_keySelector, _broadcast.Descriptors);
        return _streams.First.Environment.Graph.AddTwoInput(
            _streams.First,
            _streams.Second,
            "KeyedBroadcastProcess",
            () => new KeyedBroadcastProcessOperator<TKey, T, TBroadcast, TOut>(keySelector, function, descriptors),
            [function, keySelector],
            typeof(TKey),
            hasSideOutputs: true,
            _broadcast.StateTypes);
    }
}
