namespace FlowActors.Partitioning;

/// <summary>Every record goes to all subtasks.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class BroadcastPartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "BROADCAST";

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
