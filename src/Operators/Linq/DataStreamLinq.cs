namespace FlowActors.Linq;

/// <summary>
/// LINQ's spelling of the same operators, with which query syntax works:
/// <c>from x in stream where x.IsValid select x.Id</c>. Nothing is added to them: a program in either spelling is the same program,
/// down to its uids.
/// </summary>
public static class DataStreamLinq
{
    /// <summary><see cref="DataStream{T}.Map{TOut}(Func{T, TOut})"/>.</summary>
    public static DataStream<TOut> Select<T, TOut>(this DataStream<T> stream, Func<T, TOut> selector)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.Map(selector);
    }

    /// <summary><see cref="DataStream{T}.Filter(Func{T, bool})"/>.</summary>
    public static DataStream<T> Where<T>(this DataStream<T> stream, Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.Filter(predicate);
    }

    /// <summary><see cref="DataStream{T}.FlatMap{TOut}(Func{T, IEnumerable{TOut}})"/>.</summary>
    public static DataStream<TOut> SelectMany<T, TOut>(this DataStream<T> stream, Func<T, IEnumerable<TOut>> selector)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.FlatMap(selector);
    }

    /// <summary>
    /// <see cref="DataStream{T}.FlatMap{TOut}(Func{T, IEnumerable{TOut}})"/> of what a second function makes of the record and each
    /// element: <c>from line in lines from word in line.Split(' ') select (line.Length, word)</c>.
    /// </summary>
    public static DataStream<TOut> SelectMany<T, TElement, TOut>(
        this DataStream<T> stream, Func<T, IEnumerable<TElement>> selector, Func<T, TElement, TOut> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return stream.FlatMap(record => selector(record)?.Select(element => resultSelector(record, element))!, [selector, resultSelector]);
    }

    /// <summary>
    /// <see cref="DataStream{T}.KeyBy{TKey}"/>: no groups that are whole, as a stream has no end, but a keyed stream to compute on.
    /// </summary>
    public static KeyedStream<T, TKey> GroupBy<T, TKey>(this DataStream<T> stream, Func<T, TKey> keySelector)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.KeyBy(keySelector);
    }
}
