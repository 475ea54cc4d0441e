namespace FlowActors.Partitioning;

/// <summary>Records go to the subtasks in turn; each sender begins at another one.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class RebalancePartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "REBALANCE";

    internal override bool MayBeOvertaken => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
