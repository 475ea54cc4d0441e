namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>
/// Long questions to one subtask take turns: one slice between two quanta of records, whoever asks and however many ask. Adding is safe from any thread, the
/// rest is the subtask's.
/// </summary>
/// <param name="tryPost">
/// Posts what does a turn, and what is called instead if the subtask ends before that; false when neither will be called: too many wait, or the subtask has
/// ended.
/// </param>
internal sealed class QueryTurns(Func<Action<StateReader>, Action, bool> tryPost)
{
    private readonly Lock _gate = new();
    private readonly Queue<(Func<StateReader, bool> GoOn, Action Refused)> _waiting = [];
    private bool _isPosted;

    /// <summary>Adds a question.</summary>
    /// <param name="goOn">Does a slice of it, and says whether that was the last one; does not throw.</param>
    /// <param name="refused">Called instead of a slice, from any thread, when the subtask ends or is asked too much.</param>
    public void Add(Func<StateReader, bool> goOn, Action refused)
    {
        var isRefused = false;
        lock (_gate)
        {
            if (_waiting.Count >= PostedActions.QueriesMax) isRefused = true;
            else _waiting.Enqueue((goOn, refused));
        }

        if (isRefused) refused();
        else Post();
    }

    private void Post()
    {
        lock (_gate)
        {
            if (_isPosted || _waiting.Count == 0) return;
            _isPosted = true;
        }

        if (!tryPost(Turn, RefuseAll)) RefuseAll();
    }

    private void Turn(StateReader reader)
    {
        (Func<StateReader, bool> GoOn, Action Refused) next;
        lock (_gate)
        {
            _isPosted = false;
            if (!_waiting.TryDequeue(out next)) return;
        }

        if (!next.GoOn(reader))
        {
            lock (_gate) _waiting.Enqueue(next);
        }

        // From within a turn, so that it comes behind a quantum.
        Post();
    }

    private void RefuseAll()
    {
        List<(Func<StateReader, bool> GoOn, Action Refused)> all;
        lock (_gate)
        {
            _isPosted = false;
            all = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var (_, refused) in all) refused();
    }
}
