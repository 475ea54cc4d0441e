namespace FlowActors.Operators;

/// <summary>The split that a source has read last, and how far, for a failure to tell. Used on the subtask's thread.</summary>
internal interface ISplitAtHand
{
    /// <summary>The split's name.</summary>
    string Name { get; }

    /// <summary>True while a record is read, or has not been returned from.</summary>
    bool IsReading { get; }

    /// <summary>The records of the split that were read in this attempt, with the one at hand.</summary>
    long RecordsRead { get; }
}
