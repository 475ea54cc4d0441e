using System.Runtime.CompilerServices;
using FlowActors.Serialization;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>
/// The ground of operators that fold the records of a key into one value, with one table of state. At the head of a chain it uses the
/// hash of the key that the sender sent along, where there is one.
/// </summary>
internal abstract class KeyedFoldingOperator<TKey, TIn, TState, TOut>(Func<TIn, TKey> keySelector, string stateName)
    : OneInputOperator<TIn, TOut>, IDeclaresState
{
    private StateTable<TKey, TState>? _states;
    private RecordKeyHash? _keyHash;

    public override void Open()
    {
        _states = Context.GetKeyedStates<TKey>().GetTable(new ValueStateDescriptor<TState>(stateName));
        _keyHash = Context.KeyHash;
    }

    public void DeclareState() => Open();

    /// <summary>The record's key and the place of its value, which counts as written and may be set until state is touched again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected ref TState StateOf(TIn value, out TKey key, out bool exists)
    {
        key = keySelector(value);
        if (!KeyTraits<TKey>.IsPlain && _keyHash is not null && _keyHash.TryTake(out var hash)) return ref _states!.GetOrAdd(key, hash, out exists);
        return ref _states!.GetOrAdd(key, out exists);
    }
}
