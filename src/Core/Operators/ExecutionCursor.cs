namespace FlowActors.Operators;

/// <summary>
/// Which operator of a chain is at work, so that a failure can name it. One for each subtask, used on its thread. Whoever runs
/// user code sets it before, and again after each record that was handed on: a source too, whose index is 0.
/// </summary>
public sealed class ExecutionCursor
{
    /// <summary>The position in the chain of the operator whose user code ran last.</summary>
    public int ChainIndex { get; set; }
}
