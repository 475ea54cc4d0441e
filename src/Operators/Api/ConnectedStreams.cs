using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

/// <summary>
/// Two streams of different types that one operator reads (Flink's connected streams): it may keep of one what it needs for the other.
/// Records of each come in their order, in no order between the two; event time is the lower of both.
/// </summary>
/// <typeparam name="TFirst">The records of the first stream.</typeparam>
/// <typeparam name="TSecond">The records of the second stream.</typeparam>
public class ConnectedStreams<TFirst, TSecond>
{
    internal ConnectedStreams(DataStream<TFirst> first, DataStream<TSecond> second)
    {
        if (first.Environment != second.Environment)
            throw new JobValidationException("A stream of another environment cannot be connected with this one: build both in one environment.");
        (First, Second) = (first, second);
    }

    /// <summary>The first stream.</summary>
    public DataStream<TFirst> First { get; }

    /// <summary>The second stream.</summary>
    public DataStream<TSecond> Second { get; }

    /// <summary>
    /// Groups the records of both by keys of one type: from here on records of both that have a key meet in one subtask, and share its
    /// state.
    /// </summary>
    /// <param name="first">Takes the key out of a record of the first stream, as for <see cref="DataStream{T}.KeyBy"/>.</param>
    /// <param name="second">Takes the key out of a record of the second stream.</param>
    /// <exception cref="JobValidationException">The type cannot be a key.</exception>
    public KeyedConnectedStreams<TFirst, TSecond, TKey> KeyBy<TKey>(Func<TFirst, TKey> first, Func<TSecond, TKey> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return First.KeyBy(first).Connect(Second.KeyBy(second));
    }

    /// <summary>Turns each record into another.</summary>
    /// <param name="first">For records of the first stream.</param>
    /// <param name="second">For records of the second stream.</param>
    public DataStream<TOut> Map<TOut>(Func<TFirst, TOut> first, Func<TSecond, TOut> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Add<TOut>("CoMap", [first, second], () => new CoMapOperator<TFirst, TSecond, TOut>(first, second));
    }

    /// <summary>Turns each record into another.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> Map<TOut>(Func<RichCoMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>(
            "CoMap", [function], () => new CoProcessOperator<TFirst, TSecond, TOut>(() => new CoMapAdapter<TFirst, TSecond, TOut>(function()), "Map"));
    }

    /// <summary>Turns each record into any number of others, handed to a collector.</summary>
    /// <param name="first">For records of the first stream.</param>
    /// <param name="second">For records of the second stream.</param>
    public DataStream<TOut> FlatMap<TOut>(Action<TFirst, Collector<TOut>> first, Action<TSecond, Collector<TOut>> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Add<TOut>("CoFlatMap", [first, second], () => new CoFlatMapOperator<TFirst, TSecond, TOut>(first, second));
    }

    /// <summary>Turns each record into any number of others.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> FlatMap<TOut>(Func<RichCoFlatMapFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>(
            "CoFlatMap",
            [function],
            () => new CoProcessOperator<TFirst, TSecond, TOut>(() => new CoFlatMapAdapter<TFirst, TSecond, TOut>(function()), "FlatMap"));
    }

    /// <summary>Runs a process function over both streams.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public DataStream<TOut> Process<TOut>(Func<CoProcessFunction<TFirst, TSecond, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>("CoProcess", [function], () => new CoProcessOperator<TFirst, TSecond, TOut>(function, "Process"), hasSideOutputs: true);
    }

    /// <summary>
    /// Runs an operator that is written by hand over both streams: for what no function can do, such as to choose which input is read next
    /// (<see cref="IInputSelectable"/>). Where both are keyed, records of a key come to one subtask; the operator takes keys out of records itself.
    /// </summary>
    /// <param name="name">Its kind, for people and for the uid that is derived; not empty.</param>
    /// <param name="create">Makes a new operator, as in <c>() => new O()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> Transform<TOut>(string name, Func<TwoInputOperator<TFirst, TSecond, TOut>> create)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        return Add<TOut>(name, [create], create);
    }

    private DataStream<TOut> Add<TOut>(
        string name, object[] userCode, Func<TwoInputOperator<TFirst, TSecond, TOut>> create, bool hasSideOutputs = false) =>
        First.Environment.Graph.AddTwoInput(First, Second, name, create, userCode, keyType: null, hasSideOutputs);
}
