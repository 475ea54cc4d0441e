using FlowActors.Graph;

namespace FlowActors.Runtime.Exchange.InFlight;

/// <summary>Names one end of a channel of a job.</summary>
/// <param name="Edge">Its edge.</param>
/// <param name="Sender">The sending subtask; negative for what was restored to be taken before all channels of the receiver's input.</param>
/// <param name="Receiver">The receiving subtask.</param>
/// <param name="IsOutput">True for the sender's end.</param>
internal readonly record struct ChannelId(JobEdge Edge, int Sender, int Receiver, bool IsOutput)
{
    /// <summary>The sender of what comes before all channels of an input.</summary>
    public const int Ahead = -1;

    /// <summary>Whether it is no channel, but what comes before all of an input.</summary>
    public bool IsAhead => Sender == Ahead;
}
