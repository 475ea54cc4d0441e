namespace FlowActors.Partitioning;

/// <summary>
/// Records go in turn to a share of the subtasks: each sender has receivers of its own, or several senders share one, so that there
/// are as few channels as the greater parallelism, and neighbours stay together.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class RescalePartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "RESCALE";

    /// <inheritdoc/>
    public override bool IsPointwise => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
