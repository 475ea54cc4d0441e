using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

/// <summary>Two connected streams that are grouped by keys of one type: records of both that have a key share its state.</summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
/// <typeparam name="TKey">The keys.</typeparam>
public sealed class KeyedConnectedStreams<TFirst, TSecond, TKey>
{
    private readonly ConnectedStreams<TFirst, TSecond> _streams;
    private readonly Func<TFirst, TKey> _firstKey;
    private readonly Func<TSecond, TKey> _secondKey;

    internal KeyedConnectedStreams(ConnectedStreams<TFirst, TSecond> streams, Func<TFirst, TKey> firstKey, Func<TSecond, TKey> secondKey) =>
        (_streams, _firstKey, _secondKey) = (streams, firstKey, secondKey);

    /// <summary>Turns each record into another, in the subtask of its key.</summary>
    /// <param name="first">For records of the first stream.</param>
    /// <param name="second">For records of the second stream.</param>
    public DataStream<TOut> Map<TOut>(Func<TFirst, TOut> first, Func<TSecond, TOut> second) => _streams.Map(first, second);

    /// <summary>Turns each record into any number of others, in the subtask of its key.</summary>
    /// <param name="first">For records of the first stream.</param>
    /// <param name="second">For records of the second stream.</param>
    public DataStream<TOut> FlatMap<TOut>(Action<TFirst, Collector<TOut>> first, Action<TSecond, Collector<TOut>> second) =>
        _streams.FlatMap(first, second);

    /// <summary>Turns each record into another.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Map<TOut>(Func<RichCoMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add("KeyedCoMap", function, () => new KeyedCoMapAdapter<TKey, TFirst, TSecond, TOut>(function()), "Map");
    }

    /// <summary>Turns each record into any number of others.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> FlatMap<TOut>(Func<RichCoFlatMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add("KeyedCoFlatMap", function, () => new KeyedCoFlatMapAdapter<TKey, TFirst, TSecond, TOut>(function()), "FlatMap");
    }

    /// <summary>Runs a process function over both streams, with state for each key.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add("KeyedCoProcess", function, function, "Process", hasSideOutputs: true);
    }

    /// <summary>
    /// Runs an operator that is written by hand over both streams: for what no function can do, such as to choose which input is read next
    /// (<see cref="IInputSelectable"/>). Records of a key come to one subtask; the operator takes keys out of records itself.
    /// </summary>
    /// <param name="name">Its kind, for people and for the uid that is derived; not empty.</param>
    /// <param name="create">Makes a new operator, as in <c>() => new O()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Transform<TOut>(string name, Func<TwoInputOperator<TFirst, TSecond, TOut>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return _streams.First.Environment.Graph.AddTwoInput(
            _streams.First, _streams.Second, name, create, [create, _firstKey, _secondKey], typeof(TKey), hasSideOutputs: false);
    }

    private DataStream<TOut> Add<TOut>(
        string name, object userCode, Func<KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>> create, string method, bool hasSideOutputs = false) =>
        _streams.First.Environment.Graph.AddTwoInput(
            _streams.First,
            _streams.Second,
            name,
            () => new KeyedCoProcessOperator<TKey, TFirst, TSecond, TOut>(_firstKey, _secondKey, create, method),
            [userCode, _firstKey, _secondKey],
            typeof(TKey),
            hasSideOutputs);
}
