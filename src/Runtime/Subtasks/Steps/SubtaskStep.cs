using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks.Steps;

/// <summary>
/// Something that a subtask does between two elements and that may take more than one run, because what it emits waits behind
/// suspended output. No element passes the head of the chain before it is done.
/// </summary>
internal abstract class SubtaskStep
{
    /// <summary>What it is, for a failure to tell.</summary>
    public abstract string Name { get; }

    /// <summary>True from the first <see cref="Advance"/> on: what stands still then is its own.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Goes on; asked only while no operator's output is suspended.</summary>
    public Progress Advance()
    {
        HasBegun = true;
        return GoOn();
    }

    /// <summary>Does as much of it as is possible.</summary>
    protected abstract Progress GoOn();
}
