using System.Collections.Concurrent;

namespace FlowActors.Runtime.Tasks;

/// <summary>The subtasks that live on one node, reachable while their threads are busy. Thread-safe.</summary>
internal sealed class NodeTasks
{
    private readonly ConcurrentDictionary<SubtaskId, SubtaskTask> _tasks = new();

    /// <summary>All of them.</summary>
    public IEnumerable<SubtaskTask> All => _tasks.Values;

    public void Add(SubtaskTask task) => _tasks[task.Id] = task;

    public void Remove(SubtaskTask task) => _tasks.TryRemove(new KeyValuePair<SubtaskId, SubtaskTask>(task.Id, task));

    /// <summary>Ends an attempt here at once, also for subtasks whose threads are inside user code or wait for an output.</summary>
    public void Interrupt(JobId job, int attempt)
    {
        foreach (var task in _tasks.Values)
        {
            if (task.Id.Job == job && task.Id.Attempt == attempt) task.Interrupt();
        }
    }

    /// <summary>The figures of a job's subtasks here.</summary>
    public IReadOnlyList<SubtaskReport> Reports(JobId job) =>
    [
        .. _tasks.Values.Where(t => t.Id.Job == job).Select(t => new SubtaskReport(
            t.Id, t.Figures.Vertex, t.Figures.Node, t.Figures.Accumulators(), t.Figures.Metrics())),
    ];
}

/// <summary>The figures of one subtask.</summary>
internal sealed record SubtaskReport(
    SubtaskId Subtask,
    string Vertex,
    string Node,
    IReadOnlyDictionary<string, AccumulatorValue> Accumulators,
    IReadOnlyDictionary<string, double> Metrics);
