namespace FlowActors.Operators;

/// <summary>Counts the records of each key.</summary>
internal sealed class KeyedCountOperator<TKey, TIn>(Func<TIn, TKey> keySelector)
    : KeyedFoldingOperator<TKey, TIn, long, KeyValuePair<TKey, long>>(keySelector, "count")
{
    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var count = ++StateOf(value, out var key, out _);
        Output.Collect(new KeyValuePair<TKey, long>(key, count), timestamp);
    }
}
