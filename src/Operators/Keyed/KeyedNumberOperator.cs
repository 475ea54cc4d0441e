using System.Numerics;

namespace FlowActors.Operators;

/// <summary>Folds a number of each record of a key: sum, minimum and maximum.</summary>
internal sealed class KeyedNumberOperator<TKey, TIn, TNumber, TFold>(Func<TIn, TKey> keySelector, Func<TIn, TNumber> selector)
    : KeyedFoldingOperator<TKey, TIn, TNumber, KeyValuePair<TKey, TNumber>>(keySelector, TFold.StateName)
    where TNumber : INumber<TNumber>
    where TFold : struct, INumberFold<TNumber>
{
    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var number = selector(value);
        ref var kept = ref StateOf(value, out var key, out var exists);
        kept = exists ? TFold.Add(kept, number) : number;
        Output.Collect(new KeyValuePair<TKey, TNumber>(key, kept), timestamp);
    }
}
