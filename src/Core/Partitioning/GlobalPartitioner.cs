namespace FlowActors.Partitioning;

/// <summary>Every record goes to subtask 0.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class GlobalPartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "GLOBAL";

    internal override bool MayBeOvertaken => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
