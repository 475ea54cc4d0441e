namespace FlowActors.Runtime.Subtasks;

/// <summary>What the loop of a subtask is at.</summary>
internal enum LoopWork
{
    /// <summary>What others have posted.</summary>
    Posted,

    /// <summary>What stands still, and steps between two elements.</summary>
    Finishing,

    /// <summary>Elements.</summary>
    Reading,
}
