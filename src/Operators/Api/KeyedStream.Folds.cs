using System.Numerics;
using FlowActors.Operators;

namespace FlowActors;

// The folds that need no function of the user's but what they fold.
public sealed partial class KeyedStream<T, TKey>
{
    /// <summary>
    /// Adds up a number of the records of each key and emits key and sum after each record. A sum that is too large for its type
    /// fails the job with an <see cref="OverflowException"/>: select a larger one, as in <c>Sum(x => (long)x.Count)</c>.
    /// </summary>
    public DataStream<KeyValuePair<TKey, TNumber>> Sum<TNumber>(Func<T, TNumber> selector)
        where TNumber : INumber<TNumber> => Fold<TNumber, SumFold<TNumber>>("Sum", selector);

    /// <summary>Emits, after each record, its key and the smallest number so far of the records of that key; NaN as soon as one is.</summary>
    public DataStream<KeyValuePair<TKey, TNumber>> Min<TNumber>(Func<T, TNumber> selector)
        where TNumber : INumber<TNumber> => Fold<TNumber, MinFold<TNumber>>("Min", selector);

    /// <summary>Emits, after each record, its key and the greatest number so far of the records of that key; NaN as soon as one is.</summary>
    public DataStream<KeyValuePair<TKey, TNumber>> Max<TNumber>(Func<T, TNumber> selector)
        where TNumber : INumber<TNumber> => Fold<TNumber, MaxFold<TNumber>>("Max", selector);

    /// <summary>Emits, after each record, the whole record of its key that has the smallest value so far.</summary>
    /// <param name="selector">What records are compared by, in the order of <see cref="Comparer{T}.Default"/>.</param>
    /// <param name="first">Which of several that are equal: the first (the default) or the last.</param>
    public DataStream<T> MinBy<TValue>(Func<T, TValue> selector, bool first = true)
        where TValue : IComparable<TValue>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Reduce("MinBy", [selector], (kept, value) => IsBetter(Compare(selector(value), selector(kept)), first) ? value : kept);
    }

    /// <summary>Emits, after each record, the whole record of its key that has the greatest value so far.</summary>
    /// <param name="selector">What records are compared by, in the order of <see cref="Comparer{T}.Default"/>.</param>
    /// <param name="first">Which of several that are equal: the first (the default) or the last.</param>
    public DataStream<T> MaxBy<TValue>(Func<T, TValue> selector, bool first = true)
        where TValue : IComparable<TValue>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return Reduce("MaxBy", [selector], (kept, value) => IsBetter(Compare(selector(kept), selector(value)), first) ? value : kept);
    }

    /// <summary>Lets the first record of each key pass, and drops those that follow: records that are distinct by their key.</summary>
    public DataStream<T> First() => AddKeyed<T>("First", [], () => new KeyedFirstOperator<TKey, T>(KeySelector));

    private static int Compare<TValue>(TValue x, TValue y) => Comparer<TValue>.Default.Compare(x, y);

    private static bool IsBetter(int comparison, bool first) => first ? comparison < 0 : comparison <= 0;

    private DataStream<KeyValuePair<TKey, TNumber>> Fold<TNumber, TFold>(string name, Func<T, TNumber> selector)
        where TNumber : INumber<TNumber>
        where TFold : struct, INumberFold<TNumber>
    {
        ArgumentNullException.ThrowIfNull(selector);
        return AddKeyed<KeyValuePair<TKey, TNumber>>(
            name, [selector], () => new KeyedNumberOperator<TKey, T, TNumber, TFold>(KeySelector, selector), typeof(TNumber));
    }

    private DataStream<T> Reduce(string name, object[] userCode, Func<T, T, T> reduce) =>
        AddKeyed<T>(name, userCode, () => new KeyedReduceOperator<TKey, T>(KeySelector, reduce), typeof(T));
}
