using System.Runtime.CompilerServices;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The ground of operators that fold the records of a key into one value: the head of a chain behind a keyed edge, with one
/// table of state. Uses the hash of the key that the sender sent along, where there is one.
/// </summary>
internal abstract class KeyedFoldingOperator<TKey, TIn, TState, TOut>(Func<TIn, TKey> keySelector, string stateName)
    : OneInputOperator<TIn, TOut>
{
    private IKeyedStateBackend<TKey>? _backend;
    private StateTable<TKey, TState>? _states;
    private ExecutionCursor? _cursor;

    public override void Open()
    {
        _backend = Context.CreateKeyedState<TKey>();
        _states = _backend.GetTable(new ValueStateDescriptor<TState>(stateName));
        _cursor = Context.Cursor;
    }

    public override void Close() => _backend?.Dispose();

    /// <summary>The record's key and the place of its value, which counts as written and may be set until state is touched again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref TState StateOf(TIn value, out TKey key, out bool exists)
    {
        key = keySelector(value);
        if (_cursor!.HasKeyHash) return ref _states!.GetOrAdd(key, _cursor.KeyHash, out exists);
        return ref _states!.GetOrAdd(key, out exists);
    }
}
