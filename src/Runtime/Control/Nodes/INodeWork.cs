namespace FlowActors.Runtime.Control;

/// <summary>The subtasks of a node as its agent reaches them, past their actors. Thread-safe.</summary>
internal interface INodeWork
{
    /// <summary>Reaches user code of the attempt, also where its thread blocks. Returns at once.</summary>
    void Interrupt(JobId job, int attempt);

    /// <summary>Reaches user code of every attempt here: the node stops. Returns at once.</summary>
    void InterruptAll();

    /// <summary>The present figures of the job's subtasks here.</summary>
    IReadOnlyList<SubtaskFigures> Figures(JobId job);
}
