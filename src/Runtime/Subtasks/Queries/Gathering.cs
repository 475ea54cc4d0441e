namespace FlowActors.Runtime.Subtasks.Queries;

/// <summary>Answers of several subtasks to one question, each of which comes once and from any thread.</summary>
/// <typeparam name="T">An answer.</typeparam>
/// <param name="count">How many come; at least one.</param>
/// <param name="complete">Called with all of them, on the thread of the last one.</param>
internal sealed class Gathering<T>(int count, Action<IReadOnlyList<T>> complete)
{
    private readonly Lock _gate = new();
    private readonly List<T> _answers = [];

    public void Add(T answer)
    {
        lock (_gate)
        {
            _answers.Add(answer);
            if (_answers.Count < count) return;
        }

        complete(_answers);
    }
}

/// <summary>The answer of one subtask to a query.</summary>
/// <param name="Outcome">Whether there is one.</param>
/// <param name="Value">The answer.</param>
/// <param name="Failure">What the query has thrown.</param>
internal readonly record struct QueryAnswer<T>(QueryOutcome Outcome, T? Value, Exception? Failure);
