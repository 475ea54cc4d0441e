namespace FlowActors.State.Memory.Tables;

/// <summary>Removes elements from the values of a table.</summary>
internal interface IEntrySweeper<TValue>
{
    /// <summary>How many elements a value has.</summary>
    int CountOf(TValue value);

    /// <summary>Whether there are elements that are to go.</summary>
    bool Finds(TValue value);

    /// <summary>Removes the elements that are to go; true when that leaves none, and the entry goes.</summary>
    bool Empties(TValue value);
}
