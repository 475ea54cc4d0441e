using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// Folds the records of a key. The value in state is the operator's own: the first record is copied as it enters and every
/// result as it leaves, where the type is mutable.
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
        kept = exists ? reduce(kept, value) : _copier.Copy(value);
        Output.Collect(_copier.Copy(kept), timestamp);
    }

    public override void Close() => _state?.Dispose();
}
