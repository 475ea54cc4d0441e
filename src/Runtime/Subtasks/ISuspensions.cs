namespace FlowActors.Runtime.Subtasks;

/// <summary>Takes note of operators whose output stands still.</summary>
internal interface ISuspensions
{
    /// <summary>The operator is resumed before the next element.</summary>
    void Suspend(int chainIndex);
}
