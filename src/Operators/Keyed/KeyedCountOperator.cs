using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Counts the records of each key.</summary>
internal sealed class KeyedCountOperator<TKey, TIn>(Func<TIn, TKey> keySelector) : OneInputOperator<TIn, KeyValuePair<TKey, long>>
{
    private IKeyedStateBackend<TKey>? _state;
    private StateTable<TKey, long>? _counts;

    public override void Open()
    {
        _state = Context.CreateKeyedState<TKey>();
        _counts = _state.GetTable(new ValueStateDescriptor<long>("count"));
    }

    public override void Collect(TIn value, long timestamp)
    {
        Enter();
        var key = keySelector(value);
        Output.Collect(new KeyValuePair<TKey, long>(key, ++_counts!.GetOrAdd(key, out _)), timestamp);
    }

    public override void Close() => _state?.Dispose();
}
