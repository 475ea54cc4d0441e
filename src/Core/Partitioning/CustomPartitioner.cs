namespace FlowActors.Partitioning;

/// <summary>A function of the user's says to which subtask each record goes.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="choose">
/// Gives the number of a subtask, from 0, for a record and the number of subtasks; same record, same number, always. Another number
/// fails the job.
/// </param>
/// <param name="userCode">The delegates of the user's that it calls.</param>
public sealed class CustomPartitioner<T>(Func<T, int, int> choose, IReadOnlyList<object> userCode) : Partitioner<T>
{
    /// <inheritdoc/>
    public override string Name => "CUSTOM";

    /// <inheritdoc/>
    public override IReadOnlyList<object> UserCode => userCode;

    /// <summary>The number of a subtask, from 0, for a record and the number of subtasks.</summary>
    public Func<T, int, int> Choose => choose;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IPartitionerVisitor<T, TResult> visitor) => visitor.Visit(this);
}
