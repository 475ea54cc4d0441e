namespace FlowActors.Operators;

/// <summary>Lets the first record of each key pass.</summary>
internal sealed class KeyedFirstOperator<TKey, T>(Func<T, TKey> keySelector) : KeyedFoldingOperator<TKey, T, bool, T>(keySelector, "seen")
{
    public override void Collect(T value, long timestamp)
    {
        Enter();
        ref var seen = ref StateOf(value, out _, out var exists);
        if (exists) return;
        seen = true;
        Output.Collect(value, timestamp);
    }
}
