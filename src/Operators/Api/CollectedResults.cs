using FlowActors.Sinks;

namespace FlowActors;

/// <summary>
/// The records that reached a <c>Collect()</c>, for tests and for small results: all of them are kept in memory, in the
/// process that built the program, which must be the one that runs it. Thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class CollectedResults<T> : IExecutionListener
{
    private readonly Lock _lock = new();
    private Execution _execution = new();
    private Execution? _before;

    internal CollectedResults()
    {
    }

    /// <summary>True once the job has ended well.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock) return _execution.IsComplete;
        }
    }

    /// <summary>
    /// The records, of the attempt that succeeded only: those of subtask 0 first, each subtask's in the order of their
    /// arrival. A program that is executed again replaces them.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There are none. The message says why: the program was never executed, the job still runs, has failed (the failure is the
    /// inner exception), was cancelled, or ran in another process. To find out, the job manager is asked, for 5 s at most.
    /// </exception>
    public IReadOnlyList<T> Values
    {
        get
        {
            Execution execution;
            lock (_lock)
            {
                execution = _execution;
                if (execution.IsComplete) return [.. execution.BySubtask.Values.SelectMany(part => part.Values)];
            }

            throw MissingResults.Explain(execution.Job, execution.IsSubmitted, execution.IsOpened);
        }
    }

    void IExecutionListener.Submitting()
    {
        lock (_lock) (_before, _execution) = (_execution, new Execution { IsSubmitted = true });
    }

    void IExecutionListener.Accepted(IJobClient job)
    {
        lock (_lock) (_before, _execution.Job) = (null, job);
    }

    void IExecutionListener.Refused()
    {
        lock (_lock) (_before, _execution) = (null, _before ?? new Execution());
    }

    internal void Opened()
    {
        lock (_lock) _execution.IsOpened = true;
    }

    /// <summary>Takes what a subtask has, as often as it comes; of a later attempt it replaces what an earlier one had.</summary>
    internal void Commit(CollectedPart<T> part)
    {
        lock (_lock)
        {
            // Results of another execution, or of another number of subtasks, are not mixed with these.
            if (part.Job != _execution.JobId || part.Parallelism != _execution.Parallelism) _execution.BySubtask.Clear();
            (_execution.JobId, _execution.Parallelism) = (part.Job, part.Parallelism);

            // What a zombie says late changes nothing.
            if (_execution.BySubtask.TryGetValue(part.Subtask, out var known) && known.Attempt > part.Attempt) return;
            _execution.BySubtask[part.Subtask] = part;
        }
    }

    private sealed class Execution
    {
        public SortedDictionary<int, CollectedPart<T>> BySubtask { get; } = [];

        public string? JobId { get; set; }

        public int Parallelism { get; set; }

        public bool IsSubmitted { get; init; }

        public bool IsOpened { get; set; }

        public IJobClient? Job { get; set; }

        public bool IsComplete => Parallelism > 0 && BySubtask.Count == Parallelism;
    }
}
