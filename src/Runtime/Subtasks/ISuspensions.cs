namespace FlowActors.Runtime.Subtasks;

/// <summary>Takes note of operators whose output stands still.</summary>
internal interface ISuspensions
{
    void Suspend(int chainIndex);
}
