namespace FlowActors.Partitioning;

/// <summary>Subtask i sends to subtask i; both sides have the same parallelism.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class ForwardPartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "FORWARD";

    /// <inheritdoc/>
    public override bool IsForward => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
