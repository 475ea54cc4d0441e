using FlowActors.State.Export;
using FlowActors.State.Tables;

namespace FlowActors.State.Scopes;

/// <summary>One state of an operator, whatever its types are: what the scope knows of it.</summary>
internal abstract class StateEntry(StateSignature signature, StateHeader header, object state)
{
    public StateSignature Signature => signature;

    /// <summary>What stands before its bytes.</summary>
    public StateHeader Header => header;

    /// <summary>What operators use.</summary>
    public object State => state;

    /// <summary>Whether queries may read it.</summary>
    public bool IsQueryable { get; set; }

    public abstract RegisteredState Describe();

    /// <summary>Takes in what was restored under its name and fits it; into an empty state.</summary>
    public abstract void Import(UnclaimedState restored);

    /// <summary>Takes over what was restored under its name and fits it, if that has the form of its table already; into an empty state.</summary>
    public abstract bool TryTake(UnclaimedState restored);

    /// <summary>Writes out the elements of a key group, or those of operator state.</summary>
    /// <param name="keyGroup">The group; -1 for operator state.</param>
    /// <param name="number">What the writer knows the state by.</param>
    /// <param name="writer">Takes them.</param>
    public abstract void Export(int keyGroup, int number, IStateWriter writer);

    /// <summary>Keeps what <see cref="Export"/> would write now.</summary>
    public abstract IFrozenTable Freeze();
}
