namespace FlowActors.Runtime.Exchange;

/// <summary>What a gate tells the subtask besides records and event time.</summary>
internal interface IGateEvents
{
    /// <summary>The barrier of a checkpoint has arrived on all channels.</summary>
    void Barrier(long checkpoint);

    /// <summary>All channels of an input have ended.</summary>
    void EndOfInput(int input);
}
