using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// Folds the records of a key. What lies in state is a copy that is the operator's own, where the type is mutable: the
/// function may change its first argument even if that was returned to it as the second of an earlier call, and what was
/// emitted stays as it is.
/// </summary>
internal sealed class KeyedReduceOperator<TKey, T>(Func<T, TKey> keySelector, Func<T, T, T> reduce) : OneInputOperator<T, T>
{
    private IKeyedStateBackend<TKey>? _state;
    private StateTable<TKey, T>? _values;
    private ResultCopier<T> _copier;

    public override void Open()
    {
        _state = Context.CreateKeyedState<TKey>();
        _values = _state.GetTable(new ValueStateDescriptor<T>("reduce"));
        _copier = new ResultCopier<T>(Context);
    }

    public override void Collect(T value, long timestamp)
    {
        Enter();
        ref var kept = ref _values!.GetOrAdd(keySelector(value), out var exists);
        var result = exists ? reduce(kept, value) : value;
        kept = _copier.Copy(result);
        Output.Collect(result, timestamp);
    }

    public override void Close() => _state?.Dispose();
}
