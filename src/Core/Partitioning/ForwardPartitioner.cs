namespace FlowActors.Partitioning;

/// <summary>Subtask i sends to subtask i; both sides have the same parallelism.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class ForwardPartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "FORWARD";

    /// <inheritdoc/>
    public override bool IsForward => true;

    /// <summary>Not asked for: there is one channel.</summary>
    public override ChannelSelector<T> CreateSelector(ChannelSelectorSettings settings) =>
        throw new InvalidOperationException("A forward edge has one channel.");
}
