namespace FlowActors.Partitioning;

/// <summary>Every record goes to all subtasks.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class BroadcastPartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "BROADCAST";

    /// <inheritdoc/>
    public override bool IsBroadcast => true;

    /// <summary>Not asked for: every record goes everywhere.</summary>
    public override ChannelSelector<T> CreateSelector(ChannelSelectorSettings settings) =>
        throw new InvalidOperationException("A broadcast edge selects all channels.");
}
