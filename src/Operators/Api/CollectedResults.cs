namespace FlowActors;

/// <summary>
/// The records that reached a <c>Collect()</c>, for tests and for small results: all of them are kept in memory, in the
/// process that built the program, which must be the one that runs it. Thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class CollectedResults<T>
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, List<T>> _bySubtask = [];
    private int _parallelism;

    internal CollectedResults()
    {
    }

    /// <summary>True once the job has ended well.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock) return _parallelism > 0 && _bySubtask.Count == _parallelism;
        }
    }

    /// <summary>
    /// The records, of the attempt that succeeded only: those of subtask 0 first, each subtask's in the order of their
    /// arrival. A program that is run again replaces them.
    /// </summary>
    /// <exception cref="InvalidOperationException">The job has not ended well (yet), or ran in another process.</exception>
    public IReadOnlyList<T> Values
    {
        get
        {
            lock (_lock)
            {
                if (_parallelism == 0 || _bySubtask.Count != _parallelism)
                    throw new InvalidOperationException(
                        "There are no collected results: the job has not ended well, not ended yet, or ran in another process. " +
                        "Wait for the end (IJobClient.WaitForEndAsync) before you read them; across processes write to a file instead.");
                return [.. _bySubtask.Values.SelectMany(values => values)];
            }
        }
    }

    internal void Commit(int subtask, int parallelism, List<T> values)
    {
        lock (_lock)
        {
            if (parallelism != _parallelism) _bySubtask.Clear();
            _parallelism = parallelism;
            _bySubtask[subtask] = values;
        }
    }
}
