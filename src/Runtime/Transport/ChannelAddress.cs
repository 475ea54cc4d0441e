namespace FlowActors.Runtime.Transport;

/// <summary>
/// One edge from a sending to a receiving subtask. Frames of another attempt have another address, so a receiver can never
/// take them for its own.
/// </summary>
/// <param name="Region">The region that the channel's two subtasks belong to; unique in the cluster.</param>
/// <param name="Attempt">The region's attempt, from 0.</param>
/// <param name="Channel">The channel's number within the region, from 0.</param>
internal readonly record struct ChannelAddress(ulong Region, int Attempt, int Channel)
{
    public override string ToString() => $"channel {Channel} of region {Region}, attempt {Attempt}";
}
