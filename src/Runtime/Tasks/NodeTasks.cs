using System.Collections.Concurrent;
using FlowActors.Runtime.Tasks.Metrics;

namespace FlowActors.Runtime.Tasks;

/// <summary>The subtasks that live on one node, reachable while their threads are busy, and the last figures of others. Thread-safe.</summary>
internal sealed class NodeTasks
{
    private readonly ConcurrentDictionary<SubtaskId, SubtaskTask> _tasks = new();
    private readonly EndedTasks _ended = new();

    /// <summary>Threads that subtasks which have ended have left behind.</summary>
    public LeftBehindThreads LeftBehind { get; } = new();

    /// <summary>All of them.</summary>
    public IEnumerable<SubtaskTask> All => _tasks.Values;

    /// <summary>Those of one attempt.</summary>
    public IEnumerable<SubtaskTask> Of(JobId job, int attempt) => _tasks.Values.Where(t => t.Id.Job == job && t.Id.Attempt == attempt);

    public void Add(SubtaskTask task) => _tasks[task.Id] = task;

    /// <summary>The subtask ends; its figures are kept until <see cref="Forget"/>.</summary>
    public void Remove(SubtaskTask task)
    {
        // First kept, then removed: whoever looks meanwhile must find it.
        _ended.Keep(ReportOf(task));
        _tasks.TryRemove(new KeyValuePair<SubtaskId, SubtaskTask>(task.Id, task));
    }

    /// <summary>Lets go of the figures of a job that has ended.</summary>
    public void Forget(JobId job) => _ended.Forget(job);

    /// <summary>Ends an attempt here at once, also for subtasks whose threads are inside user code or wait for an output.</summary>
    public void Interrupt(JobId job, int attempt)
    {
        foreach (var task in Of(job, attempt)) task.Interrupt();
    }

    /// <summary>
    /// The figures of an attempt's subtasks here, by vertex and subtask: of one that runs its present ones, read as they are
    /// enumerated, of one that has ended its last ones.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="after">Only subtasks behind this one; null for all.</param>
    public IEnumerable<SubtaskReport> Reports(JobId job, int attempt, SubtaskId? after = null)
    {
        var running = Of(job, attempt).ToDictionary(t => t.Id);
        var ended = _ended.Reports(job, attempt);
        GaugeReader.Default.Read(running.Values.SelectMany(t => t.Figures.Gauges));
        var wanted = running.Keys.Union(ended.Keys).Where(id => after is not { } last || PlaceOf(id).CompareTo(PlaceOf(last)) > 0);
        foreach (var id in wanted.OrderBy(PlaceOf))
            yield return ended.TryGetValue(id, out var last) ? last : ReportOf(running[id]);
    }

    private static (int Vertex, int Index) PlaceOf(SubtaskId id) => (id.Vertex, id.Index);

    private static SubtaskReport ReportOf(SubtaskTask task) =>
        new(task.Id, task.Figures.Vertex, task.Figures.Node, task.Figures.Accumulators.Values(), task.Figures.Metrics());
}

/// <summary>The figures of one subtask.</summary>
internal sealed record SubtaskReport(
    SubtaskId Subtask,
    string Vertex,
    string Node,
    IReadOnlyDictionary<string, AccumulatorValue> Accumulators,
    IReadOnlyDictionary<string, double> Metrics);
