using FlowActors.Functions;

namespace FlowActors;

// What a stream of records does by lambdas, it does keyed as well: the results are no longer keyed, but still in the subtasks of their keys.
public sealed partial class KeyedStream<T, TKey>
{
    /// <summary>Turns each record into another; as <see cref="DataStream{T}.Map{TOut}(Func{T, TOut})"/>.</summary>
    public DataStream<TOut> Map<TOut>(Func<T, TOut> map) => _partitioned.Map(map);

    /// <summary>Keeps the records for which the predicate holds.</summary>
    public DataStream<T> Filter(Func<T, bool> predicate) => _partitioned.Filter(predicate);

    /// <summary>Turns each record into any number of others, as they are enumerated.</summary>
    public DataStream<TOut> FlatMap<TOut>(Func<T, IEnumerable<TOut>> flatMap) => _partitioned.FlatMap(flatMap);

    /// <summary>Turns each record into any number of others, handed to a collector.</summary>
    public DataStream<TOut> FlatMap<TOut>(Action<T, Collector<TOut>> flatMap) => _partitioned.FlatMap(flatMap);
}
