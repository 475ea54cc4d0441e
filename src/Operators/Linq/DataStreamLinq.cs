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

    /// <summary>
    /// <see cref="DataStream{T}.KeyBy{TKey}"/> of pairs of the key and what a second function makes of the record. Query syntax takes this where
    /// something else than the record is grouped, and behind <c>let</c> and a second <c>from</c>:
    /// <c>from bid in bids let price = bid.Cents / 100m group price by bid.Auction</c>.
    /// </summary>
    public static KeyedStream<KeyValuePair<TKey, TElement>, TKey> GroupBy<T, TKey, TElement>(
        this DataStream<T> stream, Func<T, TKey> keySelector, Func<T, TElement> elementSelector)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(keySelector);
        ArgumentNullException.ThrowIfNull(elementSelector);
        return stream
            .Map(record => KeyValuePair.Create(keySelector(record), elementSelector(record)), [keySelector, elementSelector])
            .KeyBy(pair => pair.Key);
    }
}
