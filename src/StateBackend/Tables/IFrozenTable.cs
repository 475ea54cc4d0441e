namespace FlowActors.State.Tables;

/// <summary>
/// The elements that a state had when it was frozen, as bytes, while its table is changed further. Used on the subtask's thread. Disposed
/// when all is written, or when nobody wants it any more: from then on the table spends nothing on it.
/// </summary>
internal interface IFrozenTable : IDisposable
{
    /// <summary>
    /// Writes elements of a key group on, in the order of a scan. Groups are asked for one after the other, in their order, each until it is done.
    /// </summary>
    /// <param name="keyGroup">The group; -1 for operator state.</param>
    /// <param name="number">What the writer knows the state by.</param>
    /// <param name="writer">Takes them.</param>
    /// <param name="steps">
    /// How much may be done: each slot that is looked at and each element that is read or written takes one off. At 0 or below it stops.
    /// </param>
    /// <returns>True when the group is done; false when the steps are used up.</returns>
    bool WriteSome(int keyGroup, int number, IStateWriter writer, ref int steps);
}
