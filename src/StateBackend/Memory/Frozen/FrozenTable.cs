using FlowActors.State.Tables;

namespace FlowActors.State.Memory.Frozen;

/// <summary>What a hash table held when it was frozen. Nothing is copied at that moment; the table says first which slot it changes.</summary>
internal abstract class FrozenTable : IFrozenTable
{
    /// <summary>Whoever changes what a slot holds asks this first.</summary>
    public abstract void Keep(int slot);

    /// <summary>Something comes into a slot that is free.</summary>
    public abstract void Fill(int slot);

    /// <summary>The table is about to give its entries other slots.</summary>
    /// <returns>The slots of before that nobody has to be told of in their new place.</returns>
    public abstract SlotBits Restart();

    /// <inheritdoc/>
    public abstract bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The table has nothing more to tell.</summary>
    protected abstract void LetGo();
}
