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
    public const int QueriesMax = 1_024;

    private readonly ConcurrentQueue<(Action Action, Action? Refused)> _actions = new();
    private int _queries;
    private volatile bool _isClosed;

    /// <summary>Posts what is never refused.</summary>
    public void Post(Action action)
    {
        _actions.Enqueue((action, null));
        posted();
    }

    /// <summary>Posts a question, which reads and changes nothing, and keeps what it throws to itself.</summary>
    /// <param name="query">Answers it.</param>
    /// <param name="refused">Called instead, from any thread, when the subtask ends before that.</param>
    /// <returns>False when too many wait, or the subtask has ended: then neither is called.</returns>
    public bool TryPostQuery(Action query, Action refused)
    {
        if (_isClosed) return false;
        if (Interlocked.Increment(ref _queries) > QueriesMax)
        {
            Interlocked.Decrement(ref _queries);
            return false;
        }

        _actions.Enqueue((query, refused));
        posted();
        // Closed meanwhile, perhaps after the last look at the queue.
        if (_isClosed) RefuseAll();
        return true;
    }

    /// <summary>Does what was posted until now; what is posted meanwhile waits for the next time.</summary>
    /// <returns>True when there was something.</returns>
    public bool Run()
    {
        if (_actions.IsEmpty) return false;
        for (var left = _actions.Count; left > 0 && _actions.TryDequeue(out var next); left--)
        {
            if (next.Refused is not null) Interlocked.Decrement(ref _queries);
            next.Action();
        }

        if (!_actions.IsEmpty) posted();
        return true;
    }

    /// <summary>The subtask has ended: whoever waits for an answer is told.</summary>
    public void Close()
    {
        _isClosed = true;
        RefuseAll();
    }

    private void RefuseAll()
    {
        while (_actions.TryDequeue(out var left)) left.Refused?.Invoke();
    }
}
