using System.Collections.Concurrent;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// What others want done on a subtask's thread between two elements, also while an output is full: in the order of posting. What the
/// job's control wants (checkpoints that begin or are aborted) is never refused, completions are bounded by their capacity, and of
/// queries only so many wait. Posting is safe from any thread, the rest is the subtask's.
/// </summary>
/// <param name="posted">Told that there is something: stops the loops before their next record and wakes the subtask.</param>
internal sealed class PostedActions(Action posted)
{
    /// <summary>How many queries may wait at once: they are answered at most a quantum later, so that more mean that somebody asks without waiting.</summary>
    public const int QueriesMax = 256;

    private readonly ConcurrentQueue<(Action Action, bool IsQuery)> _actions = new();
    private int _queries;

    /// <summary>Posts what is never refused.</summary>
    public void Post(Action action)
    {
        _actions.Enqueue((action, false));
        posted();
    }

    /// <summary>Posts a question, which reads and changes nothing, and keeps what it throws to itself.</summary>
    /// <returns>False when too many wait: the subtask is busy.</returns>
    public bool TryPostQuery(Action query)
    {
        if (Interlocked.Increment(ref _queries) > QueriesMax)
        {
            Interlocked.Decrement(ref _queries);
            return false;
        }

        _actions.Enqueue((query, true));
        posted();
        return true;
    }

    /// <summary>Does what was posted until now; what is posted meanwhile waits for the next time.</summary>
    public void Run()
    {
        if (_actions.IsEmpty) return;
        for (var left = _actions.Count; left > 0 && _actions.TryDequeue(out var next); left--)
        {
            if (next.IsQuery) Interlocked.Decrement(ref _queries);
            next.Action();
        }

        if (!_actions.IsEmpty) posted();
    }
}
