namespace FlowActors.State.Tables;

/// <summary>What the reader of a value does with it.</summary>
internal enum Reading
{
    /// <summary>It may change a value of a mutable type in place: the read counts as a write then.</summary>
    MayChange,

    /// <summary>It promises to change nothing.</summary>
    ChangesNothing,

    /// <summary>It changes nothing, and an element's time to live does not begin anew by it either.</summary>
    Peeks,
}
