using System.Runtime.CompilerServices;
using FlowActors.Operators;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// Notes in a chain's cursor that the key selector of one output is at work, so that its failure is told as that of the KeyBy and
/// not as that of the operator which emitted the record. Two stores for a record.
/// </summary>
/// <param name="cursor">The chain's.</param>
/// <param name="selector">The index that stands for the key selector.</param>
internal readonly struct SelectorCursor(ExecutionCursor cursor, int selector)
{
    // What is built now is the output of the operator that the cursor shows.
    private readonly int _sender = cursor.ChainIndex;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter() => cursor.ChainIndex = selector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => cursor.ChainIndex = _sender;
}
