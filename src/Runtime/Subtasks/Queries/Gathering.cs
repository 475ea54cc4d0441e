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
