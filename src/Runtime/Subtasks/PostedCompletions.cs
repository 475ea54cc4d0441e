using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>The calls that one operator has under way: their results come back as posted actions.</summary>
/// <param name="capacity">How many at once.</param>
/// <param name="actions">The subtask's.</param>
/// <param name="enter">Notes that the operator is at work, so that a failure names it.</param>
internal sealed class PostedCompletions(int capacity, PostedActions actions, Action enter) : ICompletions
{
    private int _free = capacity;

    public bool TryReserve()
    {
        if (_free == 0) return false;
        _free--;
        return true;
    }

    public void Complete(Action completion) => actions.Post(() =>
    {
        enter();
        _free++;
        completion();
    });
}
