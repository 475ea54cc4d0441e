namespace FlowActors.Partitioning;

/// <summary>
/// Each record goes to a random subtask, all equally likely. The numbers are not those of another edge or sender, and the same in each
/// attempt.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class ShufflePartitioner<T> : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "SHUFFLE";

    internal override bool MayBeOvertaken => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
