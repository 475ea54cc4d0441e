using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors;

// Functions that are classes with a life.
public partial class DataStream<T>
{
    /// <summary>Turns each record into another.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> Map<TOut>(Func<RichMapFunction<T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>("Map", [function], () => new RichMapOperator<T, TOut>(function));
    }

    /// <summary>Keeps the records for which the function holds.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<T> Filter(Func<RichFilterFunction<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<T>("Filter", [function], () => new RichFilterOperator<T>(function));
    }

    /// <summary>Turns each record into any number of others.</summary>
    /// <param name="function">Makes a new function, as in <c>() => new F()</c>; called once for each subtask of each attempt.</param>
    public virtual DataStream<TOut> FlatMap<TOut>(Func<RichFlatMapFunction<T, TOut>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Add<TOut>("FlatMap", [function], () => new RichFlatMapOperator<T, TOut>(function));
    }
}
