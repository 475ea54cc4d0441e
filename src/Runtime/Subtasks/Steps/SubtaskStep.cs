using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// Something that a subtask does between two elements and that may take more than one run, because what it emits waits behind
/// suspended output. No element passes the head of the chain before it is done.
/// </summary>
internal abstract class SubtaskStep
{
    /// <summary>Goes on; asked only while no operator's output is suspended.</summary>
    public abstract Progress Advance();
}
