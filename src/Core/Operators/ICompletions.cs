namespace FlowActors.Operators;

/// <summary>
/// Brings the results of calls that an operator has under way elsewhere back to the subtask's thread, between two elements. There are
/// never more of them than the capacity: a call takes its slot before it begins.
/// </summary>
public interface ICompletions
{
    /// <summary>Takes a slot; on the subtask's thread.</summary>
    /// <returns>False when all are taken: the operator suspends itself and waits, and is resumed when one is free.</returns>
    bool TryReserve();

    /// <summary>
    /// A call is done: the action runs on the subtask's thread between two elements, also while an output is full, and its slot is
    /// free then. It must not emit: it keeps the result and resumes the operator by <see cref="OperatorContext.Suspend"/>. From any
    /// thread, once for each slot.
    /// </summary>
    void Complete(Action completion);
}
