using FlowActors.State.Tables;

namespace FlowActors.State.Export;

/// <summary>
/// What was restored of a state until an operator asks for it: nobody knows its types before that. If nobody does, it is written out
/// again as it came.
/// </summary>
internal abstract class UnclaimedState(StateHeader header)
{
    /// <summary>Stands in the place of the key group of operator state.</summary>
    public const int NoGroup = -1;

    public StateHeader Header => header;

    /// <summary>Takes one element in, behind those of its key that came before.</summary>
    public abstract void Add(in StateElement element);

    /// <summary>Writes out the elements of a key group, in the order in which they came or in that of a scan; none where there are none.</summary>
    /// <param name="keyGroup">The group; -1 for operator state.</param>
    /// <param name="number">What the writer knows the state by.</param>
    /// <param name="writer">Takes them.</param>
    public abstract void Export(int keyGroup, int number, IStateWriter writer);

    /// <summary>Keeps what it is now for a snapshot that is being taken.</summary>
    public abstract IFrozenTable Freeze();

    /// <summary>An operator has asked for it and has all its elements; nothing is done with it any more.</summary>
    public abstract void Release();
}
